import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import {
  type ArchiveServer,
  etagOf,
  openArchiveServer,
} from '@warc2dataset/stages/web/archive/test-archive-server'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { runCli, TRACE } from '../bad-input/run-cli.js'
import { writeRecipe } from '../bad-input/small-crawl.js'
import { filesOf, tempFolder } from '../bad-input/temp-folder.js'
import { archiveAccount, dataFiles } from './run-folders.js'

const at = tempFolder()
const CRAWL = { archives: 1, pagesPerArchive: 12, imagesPerPage: 5, distinctPictures: 30, sites: 6 } as const

let old: Buffer
let fresh: Buffer
let server: ArchiveServer

beforeAll(async () => {
  const [one, two] = await Promise.all(
    [11, 12].map(async (seed) => {
      const { files } = await generateArchives({ ...CRAWL, seed, outDir: at(`crawl-${seed}`) })
      return readFile(files[0] ?? '')
    }),
  )
  if (one === undefined || two === undefined) throw new Error('Expected two archives')
  old = one
  fresh = two
})
afterEach(() => server.close())

const URL_PATH = '/crawl/a.warc.gz'

async function run(out: string, query = '', flags: readonly string[] = []): ReturnType<typeof runCli> {
  await writeRecipe(at(`${out}.json`), { source: { files: [`${server.origin}${URL_PATH}${query}`] } })
  return runCli(['run', at(`${out}.json`), '--out', at(out), ...flags])
}

async function mustRun(out: string, query = ''): Promise<void> {
  const { code, stderr } = await run(out, query)
  expect(stderr).not.toMatch(TRACE)
  expect(code).toBe(0)
}

/** Requests of extract: those before are of the check that it is an archive, those after of fetch, in ranges. */
function requestsOfExtract(): ArchiveServer['requests'] {
  const [, ...rest] = server.requests
  const end = rest.findIndex(({ range }) => /^bytes=\d+-\d+$/.test(range ?? ''))
  return end === -1 ? rest : rest.slice(0, end)
}

describe('an archive on the web', () => {
  it('is read once and whole, its pictures by range, and not again by a later run', async () => {
    server = await openArchiveServer(old)
    await mustRun('plain', '?token=secret')
    expect(await archiveAccount(at('plain'))).toMatchObject({
      name: `${server.origin}${URL_PATH}`,
      bytes: old.length,
      sha256: createHash('sha256').update(old).digest('hex'),
    })
    expect(requestsOfExtract()).toMatchObject([{ range: null, status: 200, encoding: 'identity' }])
    const ranged = server.requests.filter(({ range }) => range !== null)
    expect(ranged.length).toBeGreaterThan(0)
    expect(ranged.every(({ status }) => status === 206)).toBe(true)
    const before = server.requests.length
    await mustRun('plain', '?token=another')
    expect(server.requests.length).toBe(before)
  })

  it('whose answers break off gives the same bytes, asked for with Range and If-Match', async () => {
    server = await openArchiveServer(old)
    await mustRun('whole')
    const first = server.requests.length
    const cuts = [Math.floor(old.length / 3), old.length - 1]
    server.mood.onRequest = (before) => {
      if (before === first + 1) server.mood.cuts = [...cuts]
    }
    await mustRun('cut')
    expect(server.mood.cuts).toEqual([])
    const resumed = server.requests.slice(first + 2, first + 2 + cuts.length)
    expect(resumed.map(({ range, condition, status }) => [range, condition, status])).toEqual(
      cuts.map((cut) => [`bytes=${cut}-`, etagOf(old), 206]),
    )
    expect(await dataFiles(at('cut'))).toEqual(await dataFiles(at('whole')))
  })

  it('that is replaced while it is read is read anew: all is of the new version', async () => {
    server = await openArchiveServer(fresh)
    await mustRun('new')
    const first = server.requests.length
    Object.assign(server.mood, { bytes: old, etag: etagOf(old) })
    server.mood.onRequest = (before) => {
      if (before === first + 1) server.mood.cuts = [Math.floor(old.length / 2)]
    }
    server.mood.onCut = () => void Object.assign(server.mood, { bytes: fresh, etag: etagOf(fresh) })
    await mustRun('replaced')
    const [began, refused, again] = server.requests.slice(first + 1)
    expect(began).toMatchObject({ status: 200, etag: etagOf(old) })
    expect(refused).toMatchObject({ status: 412, condition: etagOf(old) })
    expect(again).toMatchObject({ status: 200, range: null, etag: etagOf(fresh) })
    expect(await dataFiles(at('replaced'))).toEqual(await dataFiles(at('new')))
  })

  it('that is another when its pictures are fetched ends with exit 4', async () => {
    server = await openArchiveServer(old)
    expect((await run('changed', '', ['--until', 'plan'])).code).toBe(0)
    Object.assign(server.mood, { bytes: fresh, etag: etagOf(fresh) })
    const { code, stderr } = await run('changed')
    expect(stderr).toContain(
      `Expected ETag ${etagOf(old)}, ${old.length} bytes for ${server.origin}${URL_PATH}`,
    )
    expect(stderr).toContain(`got ETag ${etagOf(fresh)}, ${fresh.length} bytes`)
    expect(code).toBe(4)
  })

  it.each([
    ['404', 404, 12, 'got HTTP 404'],
    ['403', 403, 6, 'got HTTP 403: ask crawl@example.org'],
  ])(
    '%s ends with the exit code for it, without a folder and without the query',
    async (_, status, exit, text) => {
      server = await openArchiveServer(old)
      server.mood.refusals = [{ status, body: 'ask crawl@example.org' }]
      const { code, stderr } = await run('refused', '?token=secret')
      expect(stderr).toContain(text)
      expect(stderr).not.toContain('secret')
      expect(stderr).not.toMatch(TRACE)
      expect(code).toBe(exit)
      expect(await filesOf(at('refused'))).toBeNull()
    },
  )
})
