import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createRandom } from '@warc2dataset/pipeline/demo/seeded-random'
import { POINT_CHAINS } from './crash-points.js'
import { hangUp, INTERRUPTS, interruptRun } from './interrupts.js'
import { killAtPoints, killAtRandom } from './kill-chain.js'
import { alternateTasks, killCoordinator, killHelper, runTwice } from './partial-kills.js'
import { scenarioTable, undisturbedTable } from './print-table.js'
import { MODES, type Proof, type Row, TWO_WORKERS } from './proof.js'
import { openProof, repeatUndisturbed, type Undisturbed } from './undisturbed.js'

const USAGE = `node test/dist/crash/prove.js [--seeds 50] [--only TEXT] [--parallel 2]
  --seeds N      random kills
  --only TEXT    scenarios with this in their name
  --parallel N   runs killed at the same time; those with a time limit are alone anyway
`
const KILLS_PER_RUN = 5

type Work = () => Promise<Row>

/** Every scenario in every mode, and the tables. */
async function prove(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: { seeds: text, only: text, parallel: text, help: { type: 'boolean' } },
  })
  if (values.help === true) {
    process.stdout.write(USAGE)
    return 0
  }
  const { seeds = '50', only = '', parallel = '2' } = values
  const wanted = <T>(all: readonly (readonly [scenario: string, value: T])[]): readonly T[] =>
    all.filter(([scenario]) => scenario.includes(only)).map(([, value]) => value)
  const folder = await mkdtemp(join(tmpdir(), 'warc2dataset-crash-'))
  const { proof, run } = await openProof(folder, TWO_WORKERS)
  const runs: Undisturbed[] = [run]
  for (const mode of MODES.filter((other) => other !== TWO_WORKERS)) {
    runs.push(await repeatUndisturbed(proof, mode))
  }
  process.stdout.write(`${undisturbedTable(runs)}\n`)
  const rows = [
    ...(await workThrough(wanted(alone(proof)), 1)),
    ...(await workThrough(wanted(chains(proof)), Number(parallel))),
    ...('random'.includes(only) ? await randomKills(proof, Number(seeds), Number(parallel)) : []),
  ]
  const kills = rows.reduce((sum, row) => sum + row.kills, 0)
  const failed = rows.filter(({ problems }) => problems.length > 0).length
  process.stdout.write(
    `${scenarioTable(rows)}\n${rows.length} scenarios, ${kills} kills, ${failed} not identical\n`,
  )
  const isProven = failed === 0 && runs.every(({ problems }) => problems.length === 0)
  if (isProven) await rm(folder, { recursive: true, force: true })
  else process.stdout.write(`What is left is in ${folder}\n`)
  return isProven ? 0 : 1
}

/** Scenarios that measure how long something takes. */
function alone(proof: Proof): readonly (readonly [string, Work])[] {
  return [
    ...INTERRUPTS.map((each) => [each.scenario, () => interruptRun(proof, each)] as const),
    ['SIGHUP', () => hangUp(proof)],
    ['coordinator', () => killCoordinator(proof, 'wait')],
    ['coordinator', () => killCoordinator(proof, 'continue at once')],
    ['worker', () => killHelper(proof, 'worker')],
    ['decoder', () => killHelper(proof, 'decoder')],
    ['scorer', () => killHelper(proof, 'scorer')],
    ['two coordinators', () => runTwice(proof, 0)],
    ['two coordinators', () => runTwice(proof, 1500)],
    ['tasks in turn', () => alternateTasks(proof)],
  ]
}

function chains(proof: Proof): readonly (readonly [string, Work])[] {
  return Object.entries(POINT_CHAINS).flatMap(([scenario, points]) =>
    MODES.map((mode) => [scenario, () => killAtPoints(proof, scenario, points, mode)] as const),
  )
}

/** Chains of random kills, over the modes in turn, until there were as many as asked for. */
async function randomKills(proof: Proof, wanted: number, parallel: number): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let seed = 0, done = 0; done < wanted; ) {
    const count = Math.min(parallel, Math.ceil((wanted - done) / KILLS_PER_RUN))
    const seeds = Array.from({ length: count }, (_, index) => seed + index)
    const work = seeds.map((each) => () => {
      const mode = MODES[each % MODES.length] ?? TWO_WORKERS
      const random = createRandom(`crash/${each}`).float
      const kills = Math.min(KILLS_PER_RUN, wanted - done)
      return killAtRandom(proof, `random, seed ${each}`, mode, { kills, random })
    })
    const found = await workThrough(work, parallel)
    rows.push(...found)
    done += found.reduce((sum, row) => sum + row.kills, 0)
    seed += count
  }
  return rows
}

/** Does the work, so much at once; says on stderr how it goes; rows in the order of the work. */
async function workThrough(work: readonly Work[], parallel: number): Promise<readonly Row[]> {
  const rows: Row[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    for (let index = next++; index < work.length; index = next++) {
      const row = await work[index]?.()
      if (row === undefined) continue
      rows[index] = row
      process.stderr.write(scenarioTable([row]).split('\n').slice(2).join('\n'))
    }
  }
  await Promise.all(Array.from({ length: parallel }, lane))
  return rows
}

process.exitCode = await prove()
