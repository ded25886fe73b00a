import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KilledRun, killWebRun } from './kill-web-run.js'
import { openWebProof, type WebProof } from './web-proof.js'

/** The full proof is `node test/dist/web/prove-web.js --seeds 20`; here, its first seeds. */
describe('a run over the web that is killed', { timeout: 120_000 }, () => {
  let folder = ''
  let proof: WebProof
  const runs: KilledRun[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'warc2dataset-web-crash-'))
    proof = await openWebProof(folder)
  }, 120_000)
  afterAll(async () => {
    await proof?.world.site.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('is large enough to prove something', () => {
    expect(proof.problems).toEqual([])
    expect(proof.shards).toBeGreaterThanOrEqual(8)
    expect(proof.undisturbed.length).toBeGreaterThan(150)
    // A rounding could move this row, and hardly another.
    expect(proof.atThreshold.length).toBeGreaterThan(0)
    expect(proof.atThreshold.length).toBeLessThan(10)
  })

  it.each([
    { seed: 0, scoreWorkers: 1, batch: 1 },
    { seed: 1, scoreWorkers: 2, batch: 7 },
    { seed: 2, scoreWorkers: 1, batch: 64 },
  ])('is continued to the same rows, and asks nobody again, with seed $seed', async (order) => {
    const run = await killWebRun(proof, order)
    runs.push(run)
    expect(run.problems).toEqual([])
    expect(proof.world.site.mostAtOnce()).toBeLessThanOrEqual(6)
  })

  it('was killed in fetch and in score', () => {
    const kills = runs.flatMap((run) => run.kills)
    expect(kills.filter(({ fetch }) => fetch.length > 0).length).toBeGreaterThan(0)
    expect(kills.filter(({ score }) => score.length > 0).length).toBeGreaterThan(0)
    // Some units were committed already: else nobody could have been asked again.
    expect(kills.some(({ committed }) => committed.fetch > 0)).toBe(true)
  })
})
