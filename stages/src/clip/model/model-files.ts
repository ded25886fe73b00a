import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, realpath } from 'node:fs/promises'
import { join, posix, sep } from 'node:path'
import type { ClipModel } from './load-model.js'
import { onnxLocations } from './onnx-locations.js'

/** A file as its manifest names it. */
export interface NamedFile {
  /** Path of the field in the manifest. */
  readonly field: string
  readonly file: string
  readonly sha256: string
}

/** An ONNX file and the files that it may take weights from. */
export interface OnnxFile {
  readonly file: string
  readonly data: readonly { readonly file: string; readonly sha256: string }[]
}

export function modelFiles({ manifest: { image, text } }: ClipModel): readonly NamedFile[] {
  const { vocabulary } = text.tokenizer
  return [
    { field: 'image', file: image.file, sha256: image.sha256 },
    ...image.data.map((data, i) => ({ field: `image.data.${i}`, ...data })),
    { field: 'text', file: text.file, sha256: text.sha256 },
    ...text.data.map((data, i) => ({ field: `text.data.${i}`, ...data })),
    { field: 'text.tokenizer.vocabulary', ...vocabulary },
  ]
}

/**
 * Problems of the files, one line each: all there, regular, really inside the folder, and with their sha256; and no
 * weights of an ONNX file in a file that its manifest does not list.
 */
export async function fileProblems(model: ClipModel): Promise<readonly string[]> {
  const { image, text } = model.manifest
  return listedFileProblems(model.folder, modelFiles(model), { image, text })
}

/** As `fileProblems`, for any manifest: `files` are all that it lists, `graphs` those of ONNX by their fields. */
export async function listedFileProblems(
  folder: string,
  files: readonly NamedFile[],
  graphs: Readonly<Record<string, OnnxFile>>,
): Promise<readonly string[]> {
  const problems = await Promise.all(files.map((file) => fileProblem(folder, file)))
  if (problems.flat().length > 0) return problems.flat()
  return Object.entries(graphs).flatMap(([field, graph]) => dataProblems(folder, field, graph))
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
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer)
    const got = hash.digest('hex')
    return got === sha256 ? [] : [`${field}: Expected sha256 ${sha256} for ${file}, got ${got}`]
  } catch (error) {
    return [
      `${field}: Expected the file ${file}, got ${error instanceof Error ? error.message : String(error)}`,
    ]
  }
}

function dataProblems(folder: string, field: string, { file, data }: OnnxFile): readonly string[] {
  const listed = new Set(data.map((each) => posix.normalize(each.file)))
  try {
    return onnxLocations(join(folder, file)).flatMap((location) => {
      const path = posix.join(posix.dirname(file), location)
      const leadsOutside = posix.isAbsolute(location) || path.startsWith('../')
      if (!leadsOutside && listed.has(path)) return []
      const got = JSON.stringify(location.slice(0, 200))
      return leadsOutside
        ? [`${field}: Expected weights of ${file} inside the model folder, got ${got}`]
        : [`${field}.data: Expected each file of weights that ${file} names, got none for ${got}`]
    })
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error)
    return [`${field}: ${file}: Expected ONNX, a protobuf message, got ${got}`]
  }
}
