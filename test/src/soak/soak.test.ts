import { beforeAll, describe, expect, it } from 'vitest'
import { tempFolder } from '../bad-input/temp-folder.js'
import { type SoakAccount, soak } from './soak.js'
import { fateOf, KINDS, planSoak } from './soak-plan.js'

const at = tempFolder()
const SIZE = { urls: 3000, seed: 4 } as const
const SHARDS = 10

/** In full: `node test/dist/soak/soak-main.js`, 100,000 URLs. */
describe.skipIf(process.platform !== 'linux')(
  'a run over a hostile server that is killed (needs Linux: /proc)',
  { timeout: 120_000 },
  () => {
    let account: SoakAccount

    beforeAll(async () => {
      account = await soak(at('soak'), {
        ...SIZE,
        workers: 3,
        shardSize: SIZE.urls / SHARDS,
        timeoutMs: 2000,
        kills: { seed: 1, seconds: [3, 7], most: 3 },
      })
    }, 240_000)

    it('has every kind of URL, and some that nobody may ask for', () => {
      const plan = planSoak(SIZE)
      expect(new Set(plan.urls.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)))
      expect(new Set(plan.robots)).toEqual(
        new Set(['none', 'rules', 'huge', 'disallows', 'unreachable', 'dead']),
      )
      expect(plan.urls.filter((url) => fateOf(plan, url).asks === 0).length).toBeGreaterThan(30)
    })

    it('gives every URL the one fate that it must have, and asks for it as often as that needs', () => {
      expect(account.undisturbed.proof.problems).toEqual([])
      expect(account.undisturbed.proof.again).toBe(0)
      expect(account.undisturbed.proof.rows).toBe(SIZE.urls)
    })

    it('does so killed by parts and whole, and repeats no shard that was not under way', () => {
      expect(account.killed.proof.problems).toEqual([])
      expect(account.killed.kills).toEqual({ worker: 1, coordinator: 1, tree: 1 })
      expect(account.killed.disturbed.size).toBeGreaterThan(0)
      expect(account.killed.disturbed.size).toBeLessThan(SHARDS)
      expect(account.killed.proof.again).toBeGreaterThan(0)
      expect(account.killed.proof.exact).toBeGreaterThan(SIZE.urls / SHARDS)
    })

    it('ends with the same rows and tars', () => {
      expect(account.differences).toEqual([])
    })
  },
)
