import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KindName } from './kinds.js'
import { planBundled } from './plan-bundled.js'
import { PRIVATE_TARGETS } from './plan-troubles.js'
import { type PictureServer, servePictures } from './serve-pictures.js'
import { bombPath, picturePath } from './write-bundled.js'

const plan = planBundled(1)
let folder = ''
let server: PictureServer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-pictures-'))
  await mkdir(join(folder, dirname(bombPath())))
  await writeFile(join(folder, bombPath()), 'the bomb')
  for (const at of plan.pictures.keys()) await writeFile(join(folder, picturePath(plan, at)), `picture ${at}`)
  server = await servePictures({ plan, folder })
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const urlOf = (kind: KindName, at = 0): URL =>
  new URL(plan.truth.filter((row) => row.kind === kind)[at]?.url ?? '')

function head({ host, pathname }: URL): Promise<IncomingMessage> {
  return new Promise((done, fail) => {
    const options = { host: '127.0.0.1', port: server.port, path: pathname, headers: { host }, agent: false }
    get(options, done).on('error', fail)
  })
}

async function ask(url: URL): Promise<readonly [status: number | undefined, type: string, body: string]> {
  const answer = await head(url)
  const body: Buffer[] = []
  for await (const chunk of answer) body.push(chunk as Buffer)
  return [answer.statusCode, answer.headers['content-type'] ?? '', Buffer.concat(body).toString()]
}

describe('servePictures', () => {
  it.each<[kind: KindName, status: readonly number[], type: RegExp, body: RegExp]>([
    ['right-one-object', [200], /^image\/(jpeg|png|webp)$/, /^picture \d+$/],
    ['rotated', [200], /^image\/jpeg$/, /^picture \d+$/],
    ['truncated', [200], /^image\/jpeg$/, /^picture \d+$/],
    ['gone', [404, 410], /html/, /Sorry/],
    ['server-error', [500, 503], /html/, /Sorry/],
    ['html-page', [200], /html/, /^<!DOCTYPE html>/],
    ['bomb', [200], /^image\/png$/, /^the bomb$/],
    ['missing-alt', [404], /html/, /Not Found/],
  ])('%s', async (kind, statuses, contentType, text) => {
    const [status, type, body] = await ask(urlOf(kind))
    expect(statuses).toContain(status)
    expect(type).toMatch(contentType)
    expect(body).toMatch(text)
  })

  it('leads a redirected URL to its picture, and a private redirect to where no one may go', async () => {
    for (let at = 0; at < 20; at += 1) {
      let url = urlOf('redirected', at)
      for (let hops = 0; hops < 2; hops += 1) {
        const { statusCode = 0, headers } = await head(url)
        if (statusCode !== 200) url = new URL(headers.location ?? '')
      }
      expect((await ask(url))[0]).toBe(200)
      const { headers } = await head(urlOf('private-redirect', at))
      expect(PRIVATE_TARGETS).toContain(headers.location)
    }
  })

  it('is silent or drips where the plan says slow, and is closed all the same', async () => {
    const second = await servePictures({ plan, folder })
    const kinds = [0, 1, 2].map((at) =>
      plan.answers.get(`${urlOf('slow', at).host}${urlOf('slow', at).pathname}`),
    )
    expect(kinds.map((answer) => answer?.kind).sort()).toEqual(['dripping', 'silent', 'silent'])
    const asked = [0, 1, 2].map(
      (at) =>
        new Promise((done) => {
          const { host, pathname } = urlOf('slow', at)
          const options = { host: '127.0.0.1', port: second.port, path: pathname, headers: { host } }
          get(options, (answer) => answer.on('error', done).on('data', () => {})).on('error', done)
        }),
    )
    while (second.requests.length < 3) await new Promise((done) => setTimeout(done, 5))
    expect(second.requests.map(({ status }) => status).sort()).toEqual([200, null, null])
    await second.close()
    await Promise.all(asked)
  })

  it('keeps an account of every request', async () => {
    const before = server.requests.length
    const { host, pathname } = urlOf('gone')
    await ask(urlOf('gone'))
    expect(server.requests.slice(before)).toMatchObject([{ host, path: pathname }])
  })

  it('maps each host of the plan to itself, and dead hosts to a port where nobody listens', () => {
    expect(Object.keys(server.resolve).sort()).toEqual([...plan.hosts, ...plan.deadHosts].sort())
    for (const host of plan.hosts) expect(server.resolve[host]).toBe(`127.0.0.1:${server.port}`)
    for (const host of plan.deadHosts) expect(server.resolve[host]).toBe('127.0.0.1:1')
  })
})
