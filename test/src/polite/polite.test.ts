import { beforeAll, describe, expect, it } from 'vitest'
import { tempFolder } from '../bad-input/temp-folder.js'
import { CRAWL_DELAY, POLITE_SITES, politeSiteOf, RETRY_AFTER } from './polite-plan.js'
import { type PoliteRun, runPolitely } from './run-politely.js'
import type { Served } from './serve-answers.js'
import { accountOf, startedWithin } from './site-account.js'

const at = tempFolder()
/** Leave that was given before the answer had been read: by then such a request is on its way. */
const ON_THE_WAY_MS = 250

describe('two workers at sites of every kind, by the log of the server', { timeout: 60_000 }, () => {
  let run: PoliteRun
  const of = (name: string): readonly Served[] =>
    run.served.filter(({ host }) => politeSiteOf(host)?.name === name)
  const isNote = ({ path }: Served): boolean => path === '/robots.txt'

  beforeAll(async () => {
    run = await runPolitely(at('polite'))
  }, 120_000)

  it('stores every picture but those of a site that asks for too long a pause', () => {
    expect(run.shards).toBe(2)
    const refused = run.rows.filter(({ status }) => status !== 'success')
    expect(refused.map(({ url }) => new URL(String(url)).host)).toEqual(
      Array(5).fill('img.forbidding.example'),
    )
    expect(refused.every(({ error_message }) => String(error_message).startsWith('site_wait:'))).toBe(true)
    expect(of('forbidding.example').map(({ path }) => path)).toEqual(['/robots.txt'])
    const wanted = POLITE_SITES.reduce((sum, { urls }) => sum + urls, 0)
    expect(run.rows.length).toBe(wanted)
  })

  it.each(POLITE_SITES)('keeps to the connections and the rate of $name', ({ name, limits }) => {
    const { mostAtOnce, mostPerSecond } = accountOf(of(name))
    expect(mostAtOnce).toBeLessThanOrEqual(limits.connections)
    expect(mostPerSecond).toBeLessThanOrEqual(limits.perSecond)
  })

  it('begins with two at once everywhere, and takes more only where answers stay as fast', () => {
    for (const { name } of POLITE_SITES) {
      // A step up takes 30 good answers.
      expect(accountOf(of(name).slice(0, 30)).mostAtOnce, name).toBeLessThanOrEqual(2)
    }
    expect(accountOf(of('slower.example')).mostAtOnce).toBeGreaterThan(3)
  })

  it('asks networks and friends more than others bear', () => {
    expect(accountOf(of('imgix.net')).mostPerSecond).toBeGreaterThan(10)
    expect(accountOf(of('friend.example')).mostPerSecond).toBeGreaterThan(10)
  })

  it('waits as long as a 429 asks for, and pauses after a 503', () => {
    const busy = of('busy.example')
    const refusals = busy.filter(({ status }) => status === 429)
    expect(refusals.length).toBe(2)
    const early = startedWithin(busy, refusals, RETRY_AFTER * 1000)
    expect(startedWithin(early, refusals, ON_THE_WAY_MS)).toEqual(early)
    expect(early.length).toBeLessThanOrEqual(refusals.length)
    const failing = of('failing.example')
    const failures = failing.filter(({ status }) => status === 503)
    expect(failures.length).toBe(5)
    const hasty = startedWithin(failing, failures, 1000)
    expect(startedWithin(hasty, failures, ON_THE_WAY_MS)).toEqual(hasty)
    expect(hasty.length).toBeLessThanOrEqual(failures.length)
  })

  it('leaves a Crawl-delay between two requests, one at a time', () => {
    // The delay is known when robots.txt is read.
    const pictures = of('patient.example').filter((served) => !isNote(served))
    expect(pictures.length).toBe(20)
    const { leastApart, mostAtOnce } = accountOf(of('patient.example'))
    expect(leastApart).toBeGreaterThanOrEqual(CRAWL_DELAY * 1000)
    expect(mostAtOnce).toBe(1)
  })

  it('reads each robots.txt once for both workers, before any picture of its host', () => {
    const hosts = POLITE_SITES.flatMap(({ hosts }) => hosts)
    const notes = run.served.filter(isNote)
    expect(notes.map(({ host }) => host).sort()).toEqual([...hosts].sort())
    const read = new Map(notes.map(({ host, until }) => [host, until]))
    const early = run.served.filter(
      (served) => !isNote(served) && served.from < (read.get(served.host) ?? Infinity),
    )
    expect(early).toEqual([])
  })
})
