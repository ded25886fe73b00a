import { beforeAll, describe, expect, it } from 'vitest'
import { tempFolder } from '../bad-input/temp-folder.js'
import { type OutageAccount, runOutage } from './run-outage.js'

const at = tempFolder()
const DOMAINS = 48
const GONE_MS = 12_000

/** By hand, for a minute: `node test/dist/polite/outage-main.js`. */
describe.skipIf(process.platform !== 'linux')(
  'a run whose network is gone for a while (needs Linux: a stopped process as a lost network)',
  { timeout: 60_000 },
  () => {
    let account: OutageAccount

    beforeAll(async () => {
      account = await runOutage(at('outage'), { domains: DOMAINS, urlsPerDomain: 20, goneMs: GONE_MS })
    }, 120_000)

    it('writes no failure: what was lost is asked again, and does not count as an attempt', () => {
      expect(account.rows.length).toBe(account.urls)
      expect(account.rows.filter(({ status }) => status !== 'success')).toEqual([])
      expect(account.rows.filter(({ attempts }) => attempts !== 1)).toEqual([])
      // Something was lost: else nothing was proved.
      expect(account.sent).toBeGreaterThan(account.urls + DOMAINS)
    })

    it('says when the network is gone, and when it is back', () => {
      expect(account.events.map(({ event }) => event)).toEqual(['network_gone', 'network_back'])
      const [gone, back] = account.events
      expect(gone?.at).toBeLessThan(GONE_MS)
      expect(back?.at).toBeGreaterThan(GONE_MS)
    })

    it('stops asking while it is gone, but for a probe now and then', () => {
      expect(account.servedWhileGone).toBe(0)
      const [gone] = account.events
      const later = account.unanswered.filter((began) => began > (gone?.at ?? Infinity))
      expect(later.length).toBeGreaterThanOrEqual(1)
      expect(later.length).toBeLessThanOrEqual(4)
      // Two in flight for each domain, as always, over a connection that was open or a new one.
      expect(account.sent - account.urls - DOMAINS).toBeLessThanOrEqual(2 * DOMAINS)
      expect(account.unanswered.length).toBeLessThanOrEqual(2 * DOMAINS)
    })
  },
)
