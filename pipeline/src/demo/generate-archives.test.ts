import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateArchives } from './generate-archives.js'
import {
  PLANTED_BLOCKED,
  PLANTED_FAILING,
  PLANTED_PROTO,
  PLANTED_SIX_TEXTS,
  PLANTED_TWO_CAPTURES,
  PLANTED_UNSAFE_TEXTS,
} from './planted.js'
import { countShown, readWithWarcio, showPictures } from './read-with-warcio.js'
import { itemAt } from './seeded-random.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'generate-archives-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('generateArchives', () => {
  it.each(['member', 'single', 'plain', 'mixed'] as const)(
    '%s archives hold what is expected',
    async (compression) => {
      const damagedMembers = compression === 'member' || compression === 'mixed' ? 0.6 : 0
      const options = {
        archives: 5,
        pagesPerArchive: 60,
        compression,
        damagedMembers,
        planted: true,
        padBytes: 500,
      }
      const generated = await generateArchives({ outDir: join(folder, compression), ...options })
      const found = await readWithWarcio(generated, compression)
      const counted = countShown(found.pages.flatMap(showPictures), found)
      expect(generated.expected).toMatchObject(counted)
      expect(generated.expected.damaged.length).toBe(
        { member: 3, mixed: 1, single: 0, plain: 0 }[compression],
      )
      expect(Object.values(counted).every((count) => count !== 0)).toBe(true)
    },
  )

  it('repeats its bytes, and a seed gives others', async () => {
    const options = {
      archives: 3,
      pagesPerArchive: 25,
      compression: 'mixed',
      damagedMembers: 1,
      planted: true,
    } as const
    const bytesOf = async (name: string, seed: number): Promise<Buffer[]> => {
      const { files } = await generateArchives({ outDir: join(folder, name), seed, ...options })
      return Promise.all(files.map((file) => readFile(file)))
    }
    const first = await bytesOf('repeat-1', 5)
    const second = await bytesOf('repeat-2', 5)
    const other = await bytesOf('repeat-3', 6)
    expect(first.map((bytes, index) => bytes.equals(itemAt(second, index)))).toEqual([true, true, true])
    expect(first.map((bytes, index) => bytes.equals(itemAt(other, index)))).toEqual([false, false, false])
  })

  it('breaks members where it says, and leaves their neighbours whole', async () => {
    const outDir = join(folder, 'damage')
    const { expected } = await generateArchives({
      outDir,
      archives: 6,
      pagesPerArchive: 20,
      damagedMembers: 1,
    })
    expect(new Set(expected.damaged.map(({ kind }) => kind)).size).toBe(3)
    for (const { file, offset, length } of expected.damaged) {
      const bytes = await readFile(file)
      const member = bytes.subarray(offset, offset + length)
      expect([member[0], member[1], bytes[offset + length], bytes[offset + length + 1]]).toEqual([
        31, 139, 31, 139,
      ])
      expect(() => gunzipSync(member)).toThrow()
      expect(gunzipSync(bytes.subarray(0, offset)).length).toBeGreaterThan(0)
      expect(gunzipSync(bytes.subarray(offset + length)).toString('latin1', 0, 8)).toBe('WARC/1.0')
    }
    expect(new Set(expected.damaged.map(({ file }) => basename(file))).size).toBe(6)
  })

  it('plants its fixed cases', async () => {
    const generated = await generateArchives({
      outDir: join(folder, 'planted'),
      archives: 4,
      pagesPerArchive: 5,
      planted: true,
    })
    const found = await readWithWarcio(generated, 'member')
    const shown = found.pages.flatMap(showPictures)
    const textsOf = (url: string): (string | undefined)[] =>
      shown.filter((each) => each.url === url).map(({ alt }) => alt)
    expect(new Set(textsOf(PLANTED_SIX_TEXTS.url)).size).toBe(6)
    for (const { url, text } of [...PLANTED_UNSAFE_TEXTS, PLANTED_PROTO]) expect(textsOf(url)).toEqual([text])
    const captures = found.pictures.filter(({ url }) => url === PLANTED_TWO_CAPTURES.url)
    expect(captures.map(({ date }) => date)).toEqual([
      PLANTED_TWO_CAPTURES.firstDate,
      PLANTED_TWO_CAPTURES.secondDate,
    ])
    expect(itemAt(captures, 0).bytes.equals(itemAt(captures, 1).bytes)).toBe(false)
    const perDomain = PLANTED_FAILING.domains.map(
      (domain) =>
        new Set(shown.flatMap(({ url }) => (url?.startsWith(`https://${domain}/`) ? [url] : []))).size,
    )
    const { candidatesPerDomain } = PLANTED_FAILING
    expect(perDomain).toEqual([candidatesPerDomain, candidatesPerDomain + PLANTED_BLOCKED.ordinaryCandidates])
  })

  it.each(['member', 'plain'] as const)('adds a huge record to a %s archive', async (compression) => {
    const outDir = join(folder, `huge-${compression}`)
    const hugeMemberBytes = 5_000_001
    const options = { archives: 1, pagesPerArchive: 3, distinctPictures: 5, compression, hugeMemberBytes }
    const generated = await generateArchives({ outDir, ...options })
    const found = await readWithWarcio(generated, compression)
    expect(found.records).toBe(generated.expected.records)
    expect(found.bodies).toBeGreaterThan(hugeMemberBytes)
    const size = (await stat(itemAt(generated.files, 0))).size
    expect(size).toBe(generated.expected.bytes)
    expect(size).toBeGreaterThan(hugeMemberBytes)
  })

  it('names every option that is out of range', async () => {
    const options = {
      outDir: folder,
      archives: 0,
      missingPictures: 2,
      compression: 'plain',
      damagedMembers: 0.5,
    } as const
    await expect(generateArchives(options)).rejects.toThrow(
      [
        'Expected a whole number above 0 for archives, got 0',
        'Expected a fraction from 0 to 1 for missingPictures, got 2',
        'Expected 0 unless compression is member or mixed for damagedMembers, got 0.5',
      ].join('\n'),
    )
  })
})
