import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import { writeRealArchive } from './extract-real-archive.js'
import { inflatedSize } from './inflated-size.js'

/** An archive to measure on. */
export interface Subject {
  readonly name: string
  readonly path: string
  readonly bytes: number
  readonly inflatedBytes: number
}

const MIB = 2 ** 20
/** Enough that the start of a process does not count; few enough to hold in the page cache. */
const REAL_BYTES = 400e6

/** The archives of the command line. */
export function givenArchives(files: readonly string[]): Promise<readonly Subject[]> {
  return Promise.all(files.map((file) => subjectOf(file, resolve(file))))
}

/** About 590 MB of padded pages and 390 MB of pictures of a made-up crawl. */
export function generatedArchive(folder: string): Promise<Subject> {
  return generate('generated, pages and pictures', join(folder, 'large'), {
    pagesPerArchive: 5900,
    padBytes: 100_000,
  })
}

/** The same with few pages and one record of 300 MB, which no reader may hold whole. */
export function generatedHuge(folder: string): Promise<Subject> {
  return generate('generated, one member of 300 MB', join(folder, 'huge'), {
    pagesPerArchive: 100,
    hugeMemberBytes: 300 * MIB,
  })
}

/** The real article pages over and over; null where they are missing, and said so. */
export async function realArchive(folder: string): Promise<Subject | null> {
  const path = await writeRealArchive(join(folder, 'real.warc.gz'), REAL_BYTES)
  if (path !== null) return subjectOf('real article pages, repeated', path)
  process.stderr.write('SKIPPED: no real pages beside the checkout (../shared/data/html)\n')
  return null
}

async function generate(
  name: string,
  outDir: string,
  options: {
    readonly pagesPerArchive: number
    readonly padBytes?: number
    readonly hugeMemberBytes?: number
  },
): Promise<Subject> {
  const shared = { archives: 1, imagesPerPage: 8, distinctPictures: 600, sites: 40 }
  const { files } = await generateArchives({ outDir, ...shared, ...options })
  return subjectOf(name, files[0] ?? '')
}

/** Reads it once, so that the first way measured finds it in the page cache as the others do. */
async function subjectOf(name: string, path: string): Promise<Subject> {
  return { name, path, bytes: (await stat(path)).size, inflatedBytes: await inflatedSize(path) }
}
