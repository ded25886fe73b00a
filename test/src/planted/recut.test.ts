import { readdir, rename } from 'node:fs/promises'
import { basename } from 'node:path'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import type { PhaseName } from '@warc2dataset/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { query } from '../bad-input/query.js'
import { type CliResult, runCli } from '../bad-input/run-cli.js'
import { writeRecipe } from '../bad-input/small-crawl.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { takeSnapshot } from '../crash/snapshot.js'
import { readTar } from '../interop/tars.js'

const at = tempFolder()
const FIRST = 'original_width >= 64'
const SECOND = 'original_width >= 150 and original_height < 400'
const BEFORE_SELECT: readonly PhaseName[] = ['extract', 'dedup', 'plan', 'fetch']

const unitsSchema = z.object({ event: z.literal('run_done'), units: z.record(z.string(), z.number()) })

/** Units that a command worked on, from its last event. */
function unitsOf({ code, stderr }: CliResult): Readonly<Record<string, number>> {
  expect(code, stderr).toBe(0)
  const line = stderr.split('\n').find((one) => one.includes('"run_done"')) ?? ''
  return unitsSchema.parse(JSON.parse(line)).units
}

function expectNothingBeforeSelect(result: CliResult): void {
  const units = unitsOf(result)
  expect(BEFORE_SELECT.map((phase) => units[phase])).toEqual([0, 0, 0, 0])
}

const runWith = (recipe: string): Promise<CliResult> =>
  runCli(['run', at(recipe), '--out', at('run'), '--log', 'json'])

/** Files of dataset/ with their sha256. */
async function datasetOf(out: string): Promise<readonly (readonly [string, string])[]> {
  const { files, problems } = await takeSnapshot(out)
  expect(problems).toEqual([])
  return [...files].filter(([name]) => name.startsWith('dataset/'))
}

/** Keys that a selection should hold, judged here on fetched/. */
async function keysWhere(where: string): Promise<readonly unknown[]> {
  const rows = await query(
    `SELECT key FROM '${at('run')}/fetched/*.parquet' WHERE status = 'success' AND shadow_reason IS NULL AND ${where} ORDER BY key`,
  )
  return rows.map(({ key }) => key)
}

/** Keys of dataset/, of its Parquet and of its tars, which must be the same. */
async function packedKeys(out: string): Promise<readonly unknown[]> {
  const rows = await query(
    `SELECT key, filename FROM read_parquet('${out}/dataset/*.parquet', filename = true) ORDER BY filename, tar_offset`,
  )
  const tars = (await readdir(`${out}/dataset`)).filter((name) => name.endsWith('.tar')).sort()
  const members = (await Promise.all(tars.map((name) => readTar(`${out}/dataset/${name}`)))).flat()
  expect(members.map(({ header }) => header.name)).toEqual(
    rows.flatMap(({ key }) => [`${key}.jpg`, `${key}.txt`, `${key}.json`]),
  )
  return rows.map(({ key }) => key).sort()
}

describe('another cut of a finished run, its archives gone', () => {
  let first: Awaited<ReturnType<typeof datasetOf>>
  beforeAll(async () => {
    const { files } = await generateArchives({
      outDir: at('crawl'),
      archives: 3,
      pagesPerArchive: 12,
      distinctPictures: 40,
    })
    const recipe = {
      // Named one by one: a glob would have to find them.
      source: { files: files.map((file) => `crawl/${basename(file)}`) },
      fetch: { shard_size: 60 },
    }
    await writeRecipe(at('first.json'), { ...recipe, select: { where: FIRST, shard_size: 40 } })
    await writeRecipe(at('second.json'), { ...recipe, select: { where: SECOND, shard_size: 40 } })
    const { code, stderr } = await runWith('first.json')
    expect(code, stderr).toBe(0)
    first = await datasetOf(at('run'))
    await rename(at('crawl'), at('crawl-moved-away'))
  })

  it('begins with the first selection in the dataset', async () => {
    const keys = await keysWhere(FIRST)
    expect(await packedKeys(at('run'))).toEqual(keys)
    // The second cut must be another, and neither empty nor all, for the rest to mean something.
    const second = await keysWhere(SECOND)
    expect(second.length).toBeGreaterThan(3)
    expect(second.length).toBeLessThan(keys.length)
  })

  it('select judges again without a unit before it, and leaves the dataset alone', async () => {
    expectNothingBeforeSelect(
      await runCli(['select', at('run'), '--set', `select.where=${SECOND}`, '--log', 'json']),
    )
    expect(await datasetOf(at('run'))).toEqual(first)
    expect(await readdir(at('run', 'selections'))).toHaveLength(2)
  })

  it('pack --out writes it elsewhere, complete by itself for status, verify and explain', async () => {
    expectNothingBeforeSelect(
      await runCli([
        'pack',
        at('run'),
        '--out',
        at('cut'),
        '--set',
        `select.where=${SECOND}`,
        '--log',
        'json',
      ]),
    )
    expect(await packedKeys(at('cut'))).toEqual(await keysWhere(SECOND))
    expect(await datasetOf(at('run'))).toEqual(first)
    const verified = await runCli(['verify', at('cut'), '--deep'])
    expect(verified.code, verified.stderr).toBe(0)
    const status = await runCli(['status', at('cut')])
    expect(status.stdout).toContain(`select.where: ${SECOND}`)
    const [row] = await query(`SELECT "URL" FROM '${at('cut')}/dataset/*.parquet' LIMIT 1`)
    const explained = await runCli(['explain', at('cut'), String(row?.['URL'])])
    expect(explained.stdout).toMatch(/^select {3}original_width >= 150: \d+, pass$/m)
    expect(explained.stdout).toMatch(/^pack /m)
  })

  it('pack refuses to put it beside the first', async () => {
    for (const out of [[], ['--out', at('run')]]) {
      const { code, stderr } = await runCli(['pack', at('run'), ...out, '--set', `select.where=${SECOND}`])
      expect(stderr).toContain('Expected another folder for --out: a dataset holds exactly one selection')
      expect(code).toBe(2)
    }
  })

  it('run with the changed recipe puts it in the place of the first, whose selection stays', async () => {
    expectNothingBeforeSelect(await runWith('second.json'))
    expect(await packedKeys(at('run'))).toEqual(await keysWhere(SECOND))
    expect(await readdir(at('run', 'selections'))).toHaveLength(2)
    const verified = await runCli(['verify', at('run'), '--deep'])
    expect(verified.code, verified.stderr).toBe(0)
    const status = await runCli(['status', at('run')])
    expect(status.stdout).toContain(`select.where: ${SECOND}`)
    expect(await datasetOf(at('run'))).toEqual(await datasetOf(at('cut')))
  })

  it('run with the first recipe again gives the first dataset to the byte', async () => {
    expectNothingBeforeSelect(await runWith('first.json'))
    expect(await datasetOf(at('run'))).toEqual(first)
  })
})
