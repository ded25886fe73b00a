import { checkRecipe, type Recipe } from '@warc2dataset/schemas'
import {
  type ArchiveServer,
  etagOf,
  openArchiveServer,
} from '@warc2dataset/stages/web/archive/test-archive-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ETAG_FIELD, extractOpener, withHostLease } from './run-opener.js'

function recipe(fetch: object = {}): Recipe {
  const checked = checkRecipe({ source: { files: ['a'] }, fetch })
  if ('problems' in checked) throw new Error(checked.problems.join('\n'))
  return checked.recipe
}

const BYTES = Buffer.from('some bytes')
let server: ArchiveServer
beforeEach(async () => {
  server = await openArchiveServer(BYTES)
})
afterEach(() => server.close())

describe('extractOpener', () => {
  it('says who asks, and keeps the ETag of what it opened', async () => {
    const opener = extractOpener(recipe({ user_agent: 'my-crawl (+https://example.org/contact)' }))
    expect(opener.environment()).toEqual({})
    const archive = await opener.open(`${server.origin}/a`, 'forward')
    await archive.close()
    expect(opener.environment()).toEqual({ [ETAG_FIELD]: etagOf(BYTES) })
    expect(server.requests[0]?.agent).toMatch(
      /^my-crawl \(\+https:\/\/example\.org\/contact\) warc2dataset\/\d/,
    )
  })

  it('keeps nothing where there is no ETag', async () => {
    server.mood.etag = null
    const opener = extractOpener(recipe())
    await (await opener.open(`${server.origin}/a`, 'forward')).close()
    expect(opener.environment()).toEqual({})
    expect(server.requests[0]?.agent).toMatch(/^warc2dataset\/\d/)
  })
})

describe('withHostLease', () => {
  it('holds a place of the host of an archive on the web, and none for a file', async () => {
    const log: string[] = []
    const lease = async (name: string, limit: number) => {
      log.push(`${name} ${limit}`)
      return () => void log.push('left')
    }
    expect(await withHostLease(lease, '/d/a.warc', async () => 1)).toBe(1)
    expect(log).toEqual([])
    const broken = withHostLease(lease, 'https://e.org:8443/a', () => Promise.reject(new Error('broken')))
    await expect(broken).rejects.toThrow('broken')
    expect(log).toEqual(['archives of e.org:8443 10', 'left'])
  })
})
