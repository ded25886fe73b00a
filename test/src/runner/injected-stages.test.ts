import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunReport } from '@warc2dataset/pipeline/run/run-options'
import { runRecipe } from '@warc2dataset/pipeline/run/run-recipe'
import { type PhaseName, RunError } from '@warc2dataset/schemas'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Fault } from './fault.js'
import {
  commitsOf,
  dataFiles,
  exitOf,
  makeSmallRun,
  runWithFault,
  type SmallRun,
  scratchFiles,
} from './small-run.js'

// Whole runs: seconds each, and more on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

let folder = ''
let small: SmallRun
let clean: RunReport
/** A run that is through plan: fetch cases start from a copy of it. */
let planned = ''
let copies = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'injected-'))
  small = await makeSmallRun(join(folder, 'crawl'))
  planned = join(folder, 'planned')
  await runRecipe({ ...small, out: planned, workers: 2, until: 'plan' })
  const out = join(folder, 'clean')
  await cp(planned, out, { recursive: true })
  clean = await runRecipe({ ...small, out, workers: 2 })
}, 240_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

async function startOf(phase: Fault['phase']): Promise<string> {
  copies += 1
  const out = join(folder, `run-${copies}`)
  if (phase === 'fetch') await cp(planned, out, { recursive: true })
  return out
}

const run = (fault: Fault | null, out: string, until: PhaseName = fault?.phase ?? 'pack') =>
  exitOf(runWithFault(fault, { ...small, out, workers: 2, attempts: 2, until }))

/** Every data file is one that a commit names, with its bytes; no unit has left anything in scratch. */
async function expectOnlyCommitted(out: string): Promise<void> {
  const commits = Object.values(await commitsOf(out, small.recipe)).flat()
  const named = commits.flatMap(({ files }) => files)
  expect(await dataFiles(out)).toEqual(named.map(({ name }) => name).sort())
  for (const { name, bytes } of named) expect((await readFile(join(out, name))).length).toBe(bytes)
  expect(await scratchFiles(out)).toEqual([])
}

const places = [
  { phase: 'extract', stage: 'filter-text', unit: '00001' },
  { phase: 'fetch', stage: 'require-capture', unit: '00001' },
] as const

describe.each(places)('in $phase, a stage', ({ phase, stage, unit }) => {
  it.each([
    ['swallow', /Expected \d+ outcomes for \d+ inputs, got \d+/],
    ['duplicate', /Expected \d+ outcomes for \d+ inputs, got \d+/],
    ['reorder', /Expected candidate -?\d+, got -?\d+ at position \d+/],
    ['no outcome', /Expected an outcome, got .* at position 0/],
  ] as const)(
    'that breaks the contract (%s) ends the run with exit 10 that names it',
    async (kind, problem) => {
      const out = await startOf(phase)
      const error = await run({ phase, stage, kind, unit }, out)
      expect(error).toMatchObject({ name: 'RunError', exit: 'accounts', exitCode: 10 })
      const { message } = error as RunError
      expect(message).toContain(`Phase ${phase}, unit ${unit}, stage ${stage}: `)
      expect(message).toMatch(problem)
      const commits = (await commitsOf(out, small.recipe))[phase]
      expect(commits.map((commit) => commit.unit)).not.toContain(unit)
      await expectOnlyCommitted(out)
    },
  )

  it.each([
    ['throw', 'planted: the stage gives up'],
    ['die', 'the worker process ended (SIGKILL)'],
  ] as const)(
    'that always does %s in one unit leaves out that unit only, with exit 7, and the next run heals it',
    async (kind, why) => {
      const out = await startOf(phase)
      const error = await run({ phase, stage, kind, unit }, out)
      expect(error).toMatchObject({ name: 'RunError', exit: 'quarantined', exitCode: 7 })
      const { message } = error as RunError
      const lines = message.split('\n')
      expect(lines[0]).toMatch(new RegExp(`^Phase ${phase}: 1 of \\d+ units kept failing`))
      expect(lines.slice(1)).toEqual([expect.stringMatching(new RegExp(`^ {2}${unit}: .*unit ${unit}.*`))])
      expect(message).toContain(why)
      const all = Number(/1 of (\d+) units/.exec(message)?.[1])
      expect(all).toBeGreaterThanOrEqual(3)
      const units = (await commitsOf(out, small.recipe))[phase].map((commit) => commit.unit)
      expect(units.length).toBe(all - 1)
      expect(units).not.toContain(unit)
      await expectOnlyCommitted(out)

      const healed = (await run(null, out, kind === 'die' ? 'pack' : phase)) as RunReport
      expect(healed.units[phase]).toBe(1)
      expect(healed.counts[phase]).toEqual(clean.counts[phase])
      if (kind === 'die') expect(healed).toMatchObject({ counts: clean.counts, funnel: clean.funnel })
      await expectOnlyCommitted(out)
    },
  )

  it.each(['throw', 'die'] as const)('that does %s once is tried again, and nothing shows', async (kind) => {
    const out = await startOf(phase)
    const once = join(folder, `once-${copies}`)
    const report = await run({ phase, stage, kind, once }, out)
    expect(report).not.toBeInstanceOf(RunError)
    expect(await readFile(once, 'utf8')).toBe('')
    expect((report as RunReport).counts[phase]).toEqual(clean.counts[phase])
    const commits = (await commitsOf(out, small.recipe))[phase]
    expect(commits.every(({ generation }) => generation === 0)).toBe(true)
    await expectOnlyCommitted(out)
  })
})

it('counts an honest run the same, whoever serves its units', async () => {
  const report = (await run(
    { phase: 'pack', stage: 'none', kind: 'throw' },
    await startOf('fetch'),
  )) as RunReport
  expect(report.funnel).toEqual(clean.funnel)
  expect(clean.funnel?.kept).toBeGreaterThan(20)
  expect(clean.counts.extract?.shadow).toBeGreaterThan(0)
})
