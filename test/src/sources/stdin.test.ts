import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { copyFile, rm } from 'node:fs/promises'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../bad-input/run-cli.js'
import { writeRecipe } from '../bad-input/small-crawl.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { CLI } from '../place.js'
import { dataFiles } from './run-folders.js'

const at = tempFolder()
const CRAWL = { archives: 1, pagesPerArchive: 6, imagesPerPage: 4, distinctPictures: 12, sites: 4 } as const

beforeAll(async () => {
  const { files } = await generateArchives({ ...CRAWL, seed: 5, outDir: at('crawl') })
  await copyFile(files[0] ?? '', at('stdin'))
  await writeRecipe(at('file.json'), { source: { files: ['stdin'] } })
  await writeRecipe(at('pipe.json'), { source: { files: ['-'] } })
})

/** Runs the recipe with a file as standard input. */
function runPiped(file: string): Promise<number> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [CLI, 'run', at('pipe.json'), '--out', at('piped')], (error) => {
      resolve(typeof error?.code === 'number' ? error.code : error === null ? 0 : -1)
    })
    if (child.stdin !== null) createReadStream(file).pipe(child.stdin)
  })
}

describe('an archive on standard input', () => {
  it('gives the same bytes as the file, and a later run does not read it again', async () => {
    expect((await runCli(['run', at('file.json'), '--out', at('filed')])).code).toBe(0)
    expect(await runPiped(at('stdin'))).toBe(0)
    const files = await dataFiles(at('filed'))
    expect(await dataFiles(at('piped'))).toEqual(files)
    // All is made again, from the copy.
    for (const folder of ['candidates', 'commits', 'fetched', 'dataset'])
      await rm(at('piped', folder), { recursive: true })
    expect((await runCli(['run', at('pipe.json'), '--out', at('piped')])).code).toBe(0)
    expect(await dataFiles(at('piped'))).toEqual(files)
  })
})
