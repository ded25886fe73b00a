import { describe, expect, it } from 'vitest'
import type { FetchRefusal, FetchResult } from './fetch-result.js'
import { fetchWithRetries } from './retry-fetch.js'

const live = new AbortController().signal
const busy: FetchRefusal = {
  ok: false,
  code: 'http_status',
  retryable: true,
  detail: 'HTTP 503',
  retryAfterMs: 9,
}
const gone: FetchRefusal = { ok: false, code: 'http_status', retryable: false, detail: 'HTTP 404' }
const good: FetchResult = {
  ok: true,
  body: Buffer.from('a'),
  contentType: null,
  status: 200,
  finalUrl: 'http://a.example/',
  redirects: 0,
}

const run = async (results: readonly FetchResult[], retries = 2) => {
  const waits: [number, number | undefined][] = []
  const left = [...results]
  const fetch = async () => left.shift() ?? good
  const backoffMs = (attempt: number, retryAfterMs: number | undefined) => {
    waits.push([attempt, retryAfterMs])
    return 1
  }
  const result = await fetchWithRetries({ fetch }, 'http://a.example/', { retries, backoffMs }, live)
  return { result, waits }
}

describe('fetchWithRetries', () => {
  it('asks once where that is enough', async () => {
    expect(await run([good])).toEqual({ result: { ...good, attempts: 1 }, waits: [] })
    expect(await run([gone, good])).toEqual({ result: { ...gone, attempts: 1 }, waits: [] })
  })

  it('asks again after what may pass, and waits as told', async () => {
    const { retryAfterMs: _, ...reset } = { ...busy, code: 'connect_error' as const }
    expect(await run([busy, reset, good])).toEqual({
      result: { ...good, attempts: 3 },
      waits: [
        [1, 9],
        [2, undefined],
      ],
    })
  })

  it('gives the last failure in the end', async () => {
    expect((await run([busy, busy, busy, good])).result).toEqual({ ...busy, attempts: 3 })
    expect((await run([busy, good], 0)).result).toEqual({ ...busy, attempts: 1 })
  })

  it('stops waiting with the reason of the signal, many at once without a warning', async () => {
    const warnings: Error[] = []
    const note = (warning: Error) => void warnings.push(warning)
    process.on('warning', note)
    const stop = new AbortController()
    const options = { retries: 1, backoffMs: () => 1_000_000 }
    const waiting = Array.from({ length: 32 }, () =>
      fetchWithRetries({ fetch: async () => busy }, 'http://a.example/', options, stop.signal),
    )
    const settled = Promise.allSettled(waiting)
    setTimeout(() => stop.abort(new Error('enough')), 20)
    expect(new Set((await settled).map((one) => String('reason' in one && one.reason)))).toEqual(
      new Set(['Error: enough']),
    )
    process.off('warning', note)
    expect(warnings).toEqual([])
  })
})
