import { openEndpoint } from '@warc2dataset/stages/caption/ask-endpoint'
import { captionKey, promptHash } from '@warc2dataset/stages/caption/caption-key'
import { type CaptionOutcome, isRetryable } from '@warc2dataset/stages/caption/caption-outcome'
import { afterEach, describe, expect, it } from 'vitest'
import { API_KEY, askServer, budgetOf, endpointOptions } from './ask-server.js'
import { type CaptionServer, fakeJpeg, type ServerStep, startCaptionServer } from './caption-server.js'

const NAMES = Array.from({ length: 100 }, (_, n) => `picture ${n}`)
const numberOf = (picture: string): number => Number(picture.split(' ')[1])

/** All that can go wrong, by the number of the picture. */
function troubled(picture: string, before: number): ServerStep {
  const n = numberOf(picture)
  const text = `a thing numbered ${n}`
  const json = (status: number, body: unknown, headers = {}): ServerStep => ({
    kind: 'answer',
    status,
    body,
    headers,
  })
  if (n % 10 === 1 && before === 0) return json(429, { error: { message: API_KEY } }, { 'retry-after': '1' })
  if (n % 10 === 2 && before < 2) return json(500, `broken for Bearer ${API_KEY}`)
  if (n % 10 === 3) return { kind: 'say', text: "I'm sorry, I can't help with that." }
  if (n % 10 === 4) return json(200, { choices: [] })
  if (n % 10 === 5 && before === 0) return { kind: 'reset' }
  if (n % 10 === 6) return { kind: 'say', text, finish: 'length' }
  if (n % 20 === 7) return { kind: 'say', text: `the key is ${API_KEY.slice(3, 20)}` }
  if (n % 20 === 17) return json(400, { error: { message: `bad: ${API_KEY}`, code: API_KEY } })
  if (n % 10 === 8) return json(200, '{"choices": [')
  return { kind: 'say', text, afterMs: (n * 7) % 23 }
}

const KINDS = [
  'written',
  'written',
  'written',
  'refused',
  'empty',
  'written',
  'cut',
  'bad_answer',
  'bad_answer',
  'written',
]

describe('100 pictures, 8 at once, with all that can go wrong', () => {
  it('have one outcome each, in their order, and no more than 8 requests in flight', async () => {
    const { outcomes, log } = await askServer(NAMES, troubled)
    expect(outcomes.map(({ kind }) => kind)).toEqual(NAMES.map((name) => KINDS[numberOf(name) % 10]))
    for (const [n, outcome] of outcomes.entries()) {
      if (outcome.kind === 'written') expect(outcome.text).toBe(`a thing numbered ${n}`)
    }
    const most = Math.max(...log.map(({ inFlight }) => inFlight))
    expect(most).toBeLessThanOrEqual(8)
    expect(most).toBeGreaterThan(4)
  })

  it('ask for nothing again once it was answered', async () => {
    const { log } = await askServer(NAMES, troubled)
    for (const name of NAMES) {
      const answers = log.filter(({ picture }) => picture === name).map(({ wasAnswered }) => wasAnswered)
      expect(answers.slice(0, -1)).not.toContain(true)
    }
  })

  it.each([0, 1, 37, 100])('make no request beyond a budget of %i', async (count) => {
    const budget = budgetOf(count)
    const { outcomes, log } = await askServer(NAMES, troubled, { budget })
    expect(log.length).toBeLessThanOrEqual(count)
    expect(log.length).toBe(budget.taken())
    expect(log.length).toBe(count)
    expect(outcomes).toHaveLength(NAMES.length)
    expect(outcomes.filter(({ kind }) => kind === 'over_budget').length).toBeGreaterThan(0)
  })

  it('show the key in no outcome', async () => {
    const { outcomes, problem } = await askServer(NAMES, troubled)
    const said = JSON.stringify([outcomes, problem]).toLowerCase()
    for (let at = 0; at + 8 <= API_KEY.length; at++) {
      expect(said).not.toContain(API_KEY.slice(at, at + 8).toLowerCase())
    }
    const wrong = { ...endpointOptions('http://127.0.0.1:1/v1'), apiKey: `${API_KEY}\n` }
    expect(() => openEndpoint(wrong)).toThrow(/^Expected printable ASCII without spaces for the API key/)
  })
})

describe('a cache', () => {
  const hash = promptHash({ prompt: 'p', fuse: false, temperature: 0, maxTokens: 80, seed: 1 })
  const keyOf = (name: string) => captionKey({ sha256: name, model: 'm', prompt: hash, fusedAlt: null })
  let server: CaptionServer | null = null
  afterEach(() => server?.close())

  it('that takes outcomes as they stand leaves nothing to ask twice, an abort in the middle included', async () => {
    const cache = new Map<string, CaptionOutcome>()
    server = await startCaptionServer(troubled)
    const options = endpointOptions(server.baseUrl)
    const run = async (stopAfter: number) => {
      const names = NAMES.filter((name) => !cache.has(keyOf(name)))
      const stop = new AbortController()
      let seen = 0
      const pictures = names.map((key) => ({ key, jpeg: fakeJpeg(key), alt: '' }))
      await openEndpoint(options).caption(pictures, stop.signal, (index, outcome) => {
        if (!isRetryable(outcome.kind)) cache.set(keyOf(names[index] as string), outcome)
        if (++seen === stopAfter) stop.abort(new Error('enough'))
      })
    }
    await expect(run(40)).rejects.toThrow('enough')
    expect(cache.size).toBeGreaterThan(20)
    const before = new Set(cache.keys())
    const asked = server.log.length
    await run(Number.POSITIVE_INFINITY)
    for (const { picture } of server.log.slice(asked)) expect(before).not.toContain(keyOf(picture))
    const twice = server.log.length
    await run(Number.POSITIVE_INFINITY)
    const kinds = server.log.slice(twice).map(({ picture }) => KINDS[numberOf(picture) % 10])
    expect(new Set(kinds)).toEqual(new Set(['bad_answer']))
  })
})

describe('equal pictures', () => {
  it('are asked for once, and each has the outcome', async () => {
    const { outcomes, log } = await askServer(['a', 'b', 'a', 'a'], (picture) => ({
      kind: 'say',
      text: picture,
    }))
    expect(outcomes.map((one) => one.kind === 'written' && one.text)).toEqual(['a', 'b', 'a', 'a'])
    expect(log).toHaveLength(2)
  })

  it('are not equal if their alts go along', async () => {
    const alts = ['x', 'y', 'x']
    const ask = (fuse: boolean) =>
      askServer(
        ['a', 'a', 'a'],
        () => ({ kind: 'say', text: 'star' }),
        { fuse },
        () => alts[at++ % 3] ?? '',
      )
    let at = 0
    expect((await ask(true)).log).toHaveLength(2)
    expect((await ask(false)).log).toHaveLength(1)
  })
})

it('waits of many at once give no warning, and an abort ends them', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => void warnings.push(warning)
  process.on('warning', note)
  const server = await startCaptionServer(() => ({ kind: 'hang' }))
  const stop = new AbortController()
  setTimeout(() => stop.abort(new Error('enough')), 50)
  const pictures = NAMES.map((key) => ({ key, jpeg: fakeJpeg(key), alt: '' }))
  const captioner = openEndpoint({ ...endpointOptions(server.baseUrl), concurrency: 32 })
  await expect(captioner.caption(pictures, stop.signal)).rejects.toThrow('enough')
  await server.close()
  process.off('warning', note)
  expect(warnings).toEqual([])
})
