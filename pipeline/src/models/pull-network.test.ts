import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openHub } from './hub.js'
import { type PullOptions, pullModel } from './pull-model.js'
import { openTestHub, type TestHub, testRepository } from './test-hub.js'

const root = mkdtempSync(join(tmpdir(), 'warc2dataset-network-'))
const { files, preset } = testRepository()
const vocabulary = files['vocabulary.txt'] ?? Buffer.alloc(0)
let hub: TestHub
let cdn: TestHub
let folder = ''
beforeEach(async () => {
  folder = mkdtempSync(join(root, 'models-'))
  hub = await openTestHub({ ...files })
  cdn = await openTestHub({ ...files })
})
afterEach(async () => {
  await hub.close()
  await cdn.close()
})
afterAll(() => rmSync(root, { recursive: true }))

const pull = (change: Partial<PullOptions> = {}) =>
  pullModel({
    preset,
    folder,
    endpoint: hub.url,
    acceptLicense: false,
    log: () => {},
    signal: new AbortController().signal,
    tries: 3,
    pauseMs: 1,
    env: {},
    ...change,
  })
const here = (path: string) => join(folder, 'tiny', path)
const rangesOf = ({ requests }: TestHub) => requests.map(({ headers }) => headers.range)

describe('a connection that ends early', () => {
  it('goes on where it was, in the same pull', async () => {
    hub.mood.cutAt = 7
    await pull()
    expect(rangesOf(hub)).toEqual([undefined, 'bytes=7-', undefined, undefined])
    expect(hub.requests[1]?.headers['if-range']).toBe(hub.mood.etag('vocabulary.txt'))
    expect(readFileSync(here('vocabulary.txt'))).toEqual(vocabulary)
  })

  it('goes on where it was, in the next pull', async () => {
    hub.mood.cutAt = 9
    await expect(pull({ tries: 1 })).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringContaining('The same command goes on'),
    })
    expect(readFileSync(here('vocabulary.txt.part'))).toEqual(vocabulary.subarray(0, 9))
    await pull()
    expect(rangesOf(hub)).toEqual([undefined, 'bytes=9-', undefined, undefined])
    expect(readFileSync(here('vocabulary.txt'))).toEqual(vocabulary)
  })

  it('begins again if the file changed in between', async () => {
    hub.mood.cutAt = 9
    await expect(pull({ tries: 1 })).rejects.toMatchObject({ exit: 'model' })
    const other = Buffer.from(`${vocabulary.toString()}more\n`)
    hub.mood.files['vocabulary.txt'] = other
    await pull()
    expect(readFileSync(here('vocabulary.txt'))).toEqual(other)
  })

  it('begins again where no strong ETag proves that it is the same file', async () => {
    hub.mood.etag = () => 'W/"weak"'
    hub.mood.cutAt = 9
    await pull()
    expect(rangesOf(hub)).toEqual([undefined, undefined, undefined, undefined])
    expect(readFileSync(here('vocabulary.txt'))).toEqual(vocabulary)
  })

  it('a busy hub is asked again, and given up after the tries', async () => {
    hub.mood.statuses = [503, 429]
    await pull()
    rmSync(here('vocabulary.txt'))
    hub.mood.statuses = [500, 502, 503]
    await expect(pull()).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringContaining('HTTP 503'),
    })
  })
})

describe('answers that no try mends', () => {
  it.each([
    [401, /HTTP 401.*HF_TOKEN/],
    [403, /HTTP 403.*Accept its terms/],
    [404, /HTTP 404.*no such file/],
    [400, /HTTP 400/],
  ])('%i is explained, and asked for once', async (status, message) => {
    hub.mood.statuses = [status]
    await expect(pull()).rejects.toMatchObject({ exit: 'model', message: expect.stringMatching(message) })
    expect(hub.requests).toHaveLength(1)
  })

  it('bytes whose sha256 is not what the hub says are not kept', async () => {
    hub.mood.linkedEtag = () => `"${'a'.repeat(64)}"`
    await expect(pull()).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringMatching(/Expected sha256 a{64} for vocabulary\.txt/),
    })
    expect(readdirSync(here('.'))).toEqual([])
    expect(existsSync(join(folder, 'models.lock.json'))).toBe(false)
  })

  it.each([true, false])('a model larger than the limit ends there (length told: %s)', async (sendLength) => {
    hub.mood.sendLength = sendLength
    const maxBytes = vocabulary.length + 10
    await expect(pull({ maxBytes })).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringMatching(/Expected at most 10 more bytes for onnx\/text\.onnx/),
    })
    expect(existsSync(here('onnx/text.onnx'))).toBe(false)
  })

  it('a stop is passed on', async () => {
    const controller = new AbortController()
    const log = () => controller.abort(new Error('stopped'))
    await expect(pull({ signal: controller.signal, log })).rejects.toThrow('stopped')
  })
})

describe('hosts', () => {
  const env = { HF_TOKEN: 'hf_secret' }

  it('the token stays with the endpoint when the hub sends us elsewhere', async () => {
    hub.mood.redirect = (path) => `${cdn.url}/cdn/resolve/x/${path}?signature=1`
    const { locked } = await pull({ env })
    expect(hub.requests.map(({ headers }) => headers.authorization)).toEqual(
      Array(3).fill('Bearer hf_secret'),
    )
    expect(cdn.requests.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill(undefined))
    expect(JSON.stringify(locked)).not.toMatch(/hf_secret|signature/)
    expect(readFileSync(here('vocabulary.txt'))).toEqual(vocabulary)
  })

  it('a redirect on the same host keeps it, one in a circle ends', async () => {
    let hops = 0
    hub.mood.redirect = (path) => {
      if (++hops === 1) hub.mood.redirect = null
      return `/api/resolve/x/${path}`
    }
    await pull({ env })
    expect(hub.requests[1]).toMatchObject({
      path: '/api/resolve/x/vocabulary.txt',
      headers: { authorization: 'Bearer hf_secret' },
    })
    rmSync(here('vocabulary.txt'))
    hub.mood.redirect = (path) => `/again/resolve/x/${path}`
    await expect(pull()).rejects.toMatchObject({ message: expect.stringContaining('at most 10 redirects') })
  })

  it.each([
    'http://example.org/x',
    'file:///etc/passwd',
    'ftp://127.0.0.1/x',
    'http://127.0.0.1.example.org/',
  ])('a redirect to %s is refused', async (target) => {
    hub.mood.redirect = () => target
    await expect(pull()).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringContaining('Expected a redirect to an https address'),
    })
  })

  it.each([
    'http://huggingface.co',
    'http://127.0.0.1',
    'ftp://x',
    'huggingface.co',
    'https://user:pw@example.org',
    'http://127.0.0.1.example.org:80',
  ])('an endpoint %s is refused', (endpoint) => {
    expect(() => openHub(endpoint, {})).toThrow(expect.objectContaining({ exit: 'usage' }))
  })

  it('the endpoint is HF_ENDPOINT, else the usual one; a token with a line break is refused', async () => {
    expect(openHub(undefined, {}).endpoint).toBe('https://huggingface.co')
    expect(openHub(undefined, { HF_ENDPOINT: 'https://mirror.example/hf/' }).endpoint).toBe(
      'https://mirror.example/hf',
    )
    expect(() => openHub(undefined, { HF_TOKEN: 'a\nb' })).toThrow(/HF_TOKEN/)
  })

  it('a hub elsewhere is asked through the proxy of the environment, a loopback one is not', async () => {
    const asked: string[] = []
    const proxy = createServer((socket) =>
      socket.once('data', (data) => {
        asked.push(data.toString().split('\r\n')[0] ?? '')
        socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n')
      }),
    )
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    for (const name of ['https_proxy', 'http_proxy', 'HTTPS_PROXY', 'HTTP_PROXY'])
      vi.stubEnv(name, `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`)
    for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '')
    try {
      await expect(pull({ endpoint: 'https://hub.invalid', tries: 1 })).rejects.toMatchObject({
        exit: 'model',
      })
      expect(asked).toEqual(['CONNECT hub.invalid:443 HTTP/1.1'])
      await pull()
      expect(asked).toHaveLength(1)
    } finally {
      vi.unstubAllEnvs()
      proxy.close()
    }
  })
})
