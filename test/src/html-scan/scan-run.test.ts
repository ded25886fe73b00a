import { writeFile } from 'node:fs/promises'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import { expect, it } from 'vitest'
import { runCli } from '../bad-input/run-cli.js'
import { tempFolder } from '../bad-input/temp-folder.js'

const at = tempFolder()

it('a run that scans extracts what a run that parses does: same files, same account', async () => {
  const crawl = {
    seed: 11,
    archives: 4,
    pagesPerArchive: 12,
    imagesPerPage: 8,
    distinctPictures: 20,
    sites: 6,
  }
  await generateArchives({ ...crawl, damagedMembers: 0.3, planted: true, outDir: at('crawl') })
  const recipe = at('recipe.json')
  await writeFile(recipe, JSON.stringify({ source: { files: ['crawl/*'] } }))
  const extracted = async (parser: string) => {
    const args = ['run', recipe, '--out', at(parser), '--until', 'extract', '--quiet']
    const { code, stderr } = await runCli([...args, '--set', `extract.parser=${parser}`])
    expect([code, stderr]).toEqual([0, ''])
    const commits = await (await openRun(at(parser))).commits('extract')
    return commits.map(({ unit, counts, account, files }) => ({ unit, counts, account, files }))
  }
  const parsed = await extracted('dom')
  expect(parsed.length).toBe(4)
  expect(parsed.reduce((sum, { counts }) => sum + counts.in, 0)).toBeGreaterThan(200)
  expect(await extracted('scan')).toEqual(parsed)
})
