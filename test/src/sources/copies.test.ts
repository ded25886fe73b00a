import { copyFile } from 'node:fs/promises'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../bad-input/run-cli.js'
import { writeRecipe } from '../bad-input/small-crawl.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { dataFiles } from './run-folders.js'

const at = tempFolder()
const COPIES = 7
const CRAWL = { archives: 1, pagesPerArchive: 40, imagesPerPage: 8, distinctPictures: 60, sites: 9 } as const

beforeAll(async () => {
  const { files } = await generateArchives({ ...CRAWL, seed: 11, outDir: at('crawl') })
  const names = Array.from({ length: COPIES }, (_, n) => `copy-${n}.warc.gz`)
  for (const name of names) await copyFile(files[0] ?? '', at(name))
  await writeRecipe(at('copies.json'), { source: { files: names } })
})

describe(`${COPIES} copies of an archive`, () => {
  it('give the same bytes with 1, 2 and 4 workers', async () => {
    const runs: ReadonlyMap<string, string>[] = []
    for (const workers of ['1', '2', '4']) {
      const out = at(`by-${workers}`)
      const { code, stderr } = await runCli([
        'run',
        at('copies.json'),
        '--out',
        out,
        '--workers',
        workers,
        '--until',
        'plan',
      ])
      expect(code, stderr).toBe(0)
      runs.push(await dataFiles(out))
    }
    const [one, two, four] = runs
    expect(one?.size).toBeGreaterThan(3 * COPIES)
    expect(two).toEqual(one)
    expect(four).toEqual(one)
  })
})
