import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { ClipModel } from './load-model.js'

/** A file as its manifest names it. */
export interface NamedFile {
  /** Path of the field in the manifest. */
  readonly field: string
  readonly file: string
  readonly sha256: string
}

export function modelFiles({ manifest: { image, text } }: ClipModel): readonly NamedFile[] {
  const { vocabulary } = text.tokenizer
  return [
    { field: 'image', file: image.file, sha256: image.sha256 },
    { field: 'text', file: text.file, sha256: text.sha256 },
    { field: 'text.tokenizer.vocabulary', ...vocabulary },
  ]
}

/** Problems of the files, one line each: all there, regular, really inside the folder, and with their sha256. */
export async function fileProblems(model: ClipModel): Promise<readonly string[]> {
  const problems = await Promise.all(modelFiles(model).map((file) => fileProblem(model.folder, file)))
  return problems.flat()
}

async function fileProblem(folder: string, { field, file, sha256 }: NamedFile): Promise<readonly string[]> {
  const path = join(folder, file)
  try {
    const found = await lstat(path)
    if (!found.isFile()) return [`${field}: Expected a regular file for ${file}, got another kind of entry`]
    const [real, root] = await Promise.all([realpath(path), realpath(folder)])
    if (!real.startsWith(root + sep)) {
      return [`${field}: Expected ${file} inside the model folder, got a link to ${real}`]
    }
    const got = await readWhole(path)
    if (got.sha256 !== sha256) return [`${field}: Expected sha256 ${sha256} for ${file}, got ${got.sha256}`]
    return file.endsWith('.onnx') && got.pointsOutside
      ? [`${field}: Expected all weights inside ${file}, got external data, which no sha256 covers`]
      : []
  } catch (error) {
    return [
      `${field}: Expected the file ${file}, got ${error instanceof Error ? error.message : String(error)}`,
    ]
  }
}

/** How TensorProto of onnx.proto begins to name another file: the key of an entry of `external_data`. */
const externalKey = Buffer.from('\x0a\x08location\x12', 'latin1')

async function readWhole(path: string): Promise<{ sha256: string; pointsOutside: boolean }> {
  const hash = createHash('sha256')
  let pointsOutside = false
  let seam = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    const ends = Buffer.concat([seam, chunk.subarray(0, externalKey.length - 1)])
    pointsOutside ||= chunk.includes(externalKey) || ends.includes(externalKey)
    seam = Buffer.concat([seam, chunk.subarray(1 - externalKey.length)]).subarray(1 - externalKey.length)
  }
  return { sha256: hash.digest('hex'), pointsOutside }
}
