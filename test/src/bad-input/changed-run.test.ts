import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { compareSnapshots, type Snapshot, takeSnapshot } from '../crash/snapshot.js'
import { type CliResult, runCli, TRACE } from './run-cli.js'
import { writeSmallCrawl } from './small-crawl.js'
import { tempFolder } from './temp-folder.js'

const at = tempFolder()
const ARCHIVE = 'crawl/crawl-00001.warc.gz'
let before: Snapshot

const again = (...sets: readonly string[]): Promise<CliResult> =>
  runCli(['run', at('recipe.json'), '--out', at('run'), ...sets.flatMap((set) => ['--set', set])])

beforeAll(async () => {
  await writeSmallCrawl(at())
  const { code, stderr } = await again()
  expect(code, stderr).toBe(0)
  before = await takeSnapshot(at('run'))
})

async function expectRefused({ code, stderr }: CliResult, ...messages: readonly string[]): Promise<void> {
  for (const message of messages) expect(stderr).toContain(message)
  expect(stderr).not.toMatch(TRACE)
  expect(code).toBe(4)
  expect(compareSnapshots(before, await takeSnapshot(at('run')))).toEqual([])
}

describe('a run of another recipe in --out is refused and left as it was when', () => {
  it.each([
    [
      'plan.where=text_length >= 9',
      'phase plan, plan.where: the run has "text_length >= 4", the recipe says "text_length >= 9"',
    ],
    [
      'plan.block_domains=[blocked.example]',
      'phase plan, plan.block_domains: the run has [], the recipe says ["blocked.example"]',
    ],
    ['fetch.max_bytes=5000', 'phase fetch, fetch.max_bytes: the run has 20971520, the recipe says 5000'],
    ['extract.text.min_length=9', 'phase extract, extract.text.min_length: the run has 0, the recipe says 9'],
    ['dedup.max_texts=2', 'phase dedup, dedup.max_texts: the run has 4, the recipe says 2'],
    [
      'source.files=[crawl/crawl-00000.warc.gz]',
      'phase extract, source.files: the run has ["crawl-00000.warc.gz"',
    ],
  ])('%s', async (set, message) => {
    await expectRefused(await again(set), 'take another --out, or change back', message)
  })

  it('several fields changed at once, each of which is named', async () => {
    await expectRefused(
      await again('fetch.max_bytes=5000', 'seed=4', 'shadow=0.5'),
      'phase fetch, fetch.max_bytes: the run has 20971520, the recipe says 5000',
      'phase plan, seed: the run has 0, the recipe says 4',
      'phase extract, shadow: the run has 0.01, the recipe says 0.5',
    )
  })

  it('an archive changed in place, by one byte or in size', async () => {
    await copyFile(at(ARCHIVE), at('kept.warc.gz'))
    const bytes = await readFile(at(ARCHIVE))
    const flipped = Buffer.from(bytes)
    flipped[500] = (flipped[500] ?? 0) ^ 1
    for (const changed of [flipped, Buffer.concat([bytes, bytes.subarray(0, 300)])]) {
      await writeFile(at(ARCHIVE), changed)
      await expectRefused(await again(), 'source.files: Expected crawl-00001.warc.gz as it was extracted')
    }
    await copyFile(at('kept.warc.gz'), at(ARCHIVE))
    const { code, stderr } = await again()
    expect(code, stderr).toBe(0)
    expect(compareSnapshots(before, await takeSnapshot(at('run')))).toEqual([])
  })
})
