import { spawnSync } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { type Exhibits, inspectionSchema } from '@warc2dataset/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { CLI } from '../place.js'
import { dataBlock } from './data-block.js'
import { inspectHere, readInspection } from './inspect-here.js'
import { writeLedgerRun } from './ledger-run.js'
import { smallLedger } from './small-ledger.js'

const at = tempFolder()

beforeAll(async () => {
  await writeLedgerRun(at('run'), smallLedger(6000))
  await mkdir(at('table'))
  for (const part of [0, 1, 2, 3]) {
    // Equal scores, equal texts, equal sites: whatever order is left to chance shows.
    await query(`COPY (SELECT 'https://s' || (i % 300) || '.example/' || (i // 2) AS url, i % 50 / 100.0 AS similarity,
      'a woman and a red house ' || (i % 70) AS caption, sha256((i % 900)::VARCHAR) AS sha256, 'en' AS lang
      FROM range(${part * 1000}, ${part * 1000 + 1000}) t(i))
      TO '${at(`table/${part}.parquet`)}' (FORMAT parquet)`)
  }
})

async function written(out: string): Promise<{ readonly json: string; readonly html: string }> {
  const [json, html] = await Promise.all(
    ['inspect.json', 'report.html'].map((name) => readFile(at(out, name), 'utf8')),
  )
  return { json: json ?? '', html: html ?? '' }
}

describe.each([
  ['run', null],
  ['table', { fraction: 0.4 }],
] as const)('the same %s', (subject, whatIf) => {
  it('twice, and beside itself, gives the same bytes', async () => {
    for (const out of ['one', 'two']) await inspectHere(at(subject), at(out), { whatIf, vs: at('table') })
    const [one, two] = [await written('one'), await written('two')]
    expect(two.json).toBe(one.json)
    expect(two.html === one.html).toBe(true)
  })

  it('on one core gives the bytes of all cores', async (context) => {
    if (availableParallelism() === 1) context.skip('There is one core only')
    const args = [process.execPath, CLI, 'inspect', at(subject), '--out', at('core'), '--map-points', '0']
    const judged = whatIf === null ? [] : ['--keep-top', String(whatIf.fraction)]
    const { status, error, stderr } = spawnSync('taskset', ['-c', '0', ...args, ...judged, '--no-images'], {
      encoding: 'utf8',
    })
    if (error !== undefined) context.skip('taskset is not there: one core was not tried')
    expect(status, stderr).toBe(0)
    await inspectHere(at(subject), at('cores'), { whatIf })
    const [core, cores] = [await written('core'), await written('cores')]
    expect(core.json).toBe(cores.json)
    expect(core.html === cores.html).toBe(true)
  })
})

it('keys are in the order of the schema, all the way down', async () => {
  const { json } = await written('one')
  expect(json).toBe(`${JSON.stringify(inspectionSchema.parse(JSON.parse(json)), null, 1)}\n`)
  expect(Object.keys(JSON.parse(json))).toEqual(Object.keys(inspectionSchema.shape))
})

it('another seed draws other rows, and changes no number', async () => {
  await inspectHere(at('run'), at('seed-0'), { seed: 0 })
  await inspectHere(at('run'), at('seed-7'), { seed: 7 })
  const [first, other] = [readInspection(at('seed-0')), readInspection(at('seed-7'))]
  expect({ ...other, method: { ...other.method, seed: 0 } }).toEqual(first)
  expect(other.method.seed).toBe(7)
  const [a, b] = await Promise.all(
    ['seed-0', 'seed-7'].map(async (out) => dataBlock<Exhibits>((await written(out)).html, 'exhibits')),
  )
  expect(Object.keys(b?.walls ?? {})).toEqual(Object.keys(a?.walls ?? {}))
  const drawn = (found: Exhibits | undefined): readonly string[] =>
    (found?.walls['kept']?.[0]?.rows ?? []).map(({ url }) => url)
  expect(drawn(a)).toHaveLength(24)
  expect(drawn(b)).toHaveLength(24)
  expect(drawn(b)).not.toEqual(drawn(a))
  expect(b?.walls['kept']?.[0]?.of).toBe(a?.walls['kept']?.[0]?.of)
})
