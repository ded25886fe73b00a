import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import { CLI } from '../place.js'
import { inflatedSize } from './inflated-size.js'
import { compare, type Measured, measure } from './measure.js'

const ROUNDS = 3
const MIB = 2 ** 20

interface Subject {
  readonly name: string
  readonly path: string
  readonly inflatedBytes: number
}

/** `extract [FILE …]`: `run --until extract` with one worker against a bare gunzip of the same file. */
export async function benchExtract(files: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-extract-'))
  try {
    const subjects = files.length > 0 ? await given(files) : await generated(folder)
    process.stdout.write(
      '| archive | MB on disk | MB inflated | extract s | gunzip s | ratio | extract MB/s inflated | peak MiB |\n',
    )
    process.stdout.write('|---|---|---|---|---|---|---|---|\n')
    for (const subject of subjects) await benchOne(subject, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function benchOne({ name, path, inflatedBytes }: Subject, folder: string): Promise<void> {
  const recipe = join(folder, 'recipe.yaml')
  const out = join(folder, 'run')
  await writeFile(recipe, JSON.stringify({ source: { files: [path] } }))
  const extract = async (): Promise<Measured> => {
    await rm(out, { recursive: true, force: true })
    return measure([
      process.execPath,
      CLI,
      'run',
      recipe,
      '--out',
      out,
      '--until',
      'extract',
      '--workers',
      '1',
    ])
  }
  const drain = fileURLToPath(new URL('drain-gzip.js', import.meta.url))
  const { ours, baseline, ratio } = await compare(
    extract,
    () => measure([process.execPath, drain, path]),
    ROUNDS,
  )
  const { size } = await stat(path)
  const cells = [
    name,
    (size / 1e6).toFixed(1),
    (inflatedBytes / 1e6).toFixed(1),
    ours.seconds.toFixed(2),
    baseline.seconds.toFixed(2),
    ratio.toFixed(2),
    (inflatedBytes / 1e6 / ours.seconds).toFixed(1),
    ours.peakMiB.toFixed(0),
  ]
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
}

async function given(files: readonly string[]): Promise<readonly Subject[]> {
  return Promise.all(
    files.map(async (file) => ({
      name: file,
      path: resolve(file),
      inflatedBytes: await inflatedSize(resolve(file)),
    })),
  )
}

/** An archive of about 450 MB of pages and pictures, and one with a single record of 300 MB. */
async function generated(folder: string): Promise<readonly Subject[]> {
  const shared = { archives: 1, imagesPerPage: 8, distinctPictures: 600, sites: 40 }
  const large = await generateArchives({
    outDir: join(folder, 'large'),
    ...shared,
    pagesPerArchive: 5900,
    padBytes: 100_000,
  })
  const huge = await generateArchives({
    outDir: join(folder, 'huge'),
    ...shared,
    pagesPerArchive: 100,
    hugeMemberBytes: 300 * MIB,
  })
  return [
    {
      name: 'generated, pages and pictures',
      path: large.files[0] ?? '',
      inflatedBytes: large.expected.uncompressedBytes,
    },
    {
      name: 'generated, one member of 300 MB',
      path: huge.files[0] ?? '',
      inflatedBytes: huge.expected.uncompressedBytes,
    },
  ]
}
