import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandom } from '@warc2dataset/pipeline/demo/seeded-random'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mixedChain, POINT_CHAINS } from './crash-points.js'
import { INTERRUPTS, interruptRun } from './interrupts.js'
import { killAtPoints, killAtRandom } from './kill-chain.js'
import { alternateTasks, killCoordinator, killHelper, runTwice } from './partial-kills.js'
import { FOUR_WORKERS, MODES, ONE_WORKER, type Proof, type Row, TWO_TASKS, TWO_WORKERS } from './proof.js'
import { openProof, type Undisturbed } from './undisturbed.js'

/** The full proof is `node test/dist/crash/prove.js`; here, every kind of kill once. */
describe('a run that is killed', { timeout: 300_000 }, () => {
  let folder = ''
  let proof: Proof
  let undisturbed: Undisturbed

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'warc2dataset-crash-'))
    const opened = await openProof(folder, FOUR_WORKERS)
    proof = opened.proof
    undisturbed = opened.run
  }, 300_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const expectIdentical = (row: Row, kills: number): void => {
    expect(row.problems, row.scenario).toEqual([])
    expect(row.kills).toBe(kills)
  }

  it('is large and parallel enough to prove something', () => {
    expect(undisturbed.problems).toEqual([])
    expect(undisturbed.units['extract']).toBeGreaterThanOrEqual(20)
    expect(undisturbed.units['dedup']).toBeGreaterThanOrEqual(8)
    expect(undisturbed.units['fetch']).toBeGreaterThanOrEqual(8)
    expect(undisturbed.units['caption']).toBeGreaterThanOrEqual(8)
    expect(undisturbed.units['pack']).toBeGreaterThanOrEqual(8)
    expect(undisturbed.atOnce).toBeGreaterThanOrEqual(4)
  })

  it.each(MODES.map((mode, turn) => ({ ...mode, turn })))(
    'in every phase, each time at another moment of a unit, is continued to the same bytes by $name',
    async ({ turn, ...mode }) => {
      const points = mixedChain(turn)
      expectIdentical(await killAtPoints(proof, 'mixed', points, mode), points.length)
    },
  )

  it.each([
    ['around run.json', ONE_WORKER],
    ['at each barrier', TWO_WORKERS],
    ['in the middle of pack', FOUR_WORKERS],
  ] as const)('%s is continued to the same bytes', async (scenario, mode) => {
    const points = POINT_CHAINS[scenario] ?? []
    expectIdentical(await killAtPoints(proof, scenario, points, mode), points.length)
  })

  it.each([FOUR_WORKERS, TWO_TASKS])(
    'at random moments is continued to the same bytes by $name',
    async (mode) => {
      const random = createRandom(`crash test/${mode.name}`).float
      const row = await killAtRandom(proof, 'random', mode, { kills: 3, random })
      expect(row.problems).toEqual([])
    },
  )

  it.each(INTERRUPTS)('by $scenario ends with exit 11 and continues', async (interrupt) => {
    expectIdentical(await interruptRun(proof, interrupt), 1)
  })

  it('leaves no worker and no decoder when only its coordinator dies', async () => {
    expectIdentical(await killCoordinator(proof, 'wait'), 1)
  })

  it.each(['worker', 'decoder', 'scorer'] as const)('in one %s only goes on by itself', async (who) => {
    expectIdentical(await killHelper(proof, who), 1)
  })

  it('by nobody, but started twice on one folder, ends the same', async () => {
    expectIdentical(await runTwice(proof, 0), 0)
  })

  it('and done as tasks in turn ends with exit 9 until it is done', async () => {
    expectIdentical(await alternateTasks(proof), 0)
  })
})
