import { basename } from 'node:path'
import { type Generated, generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import type { Counts, PhaseName } from '@warc2dataset/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import { commitsOf, type ExtractAccount, extractAccounts, sum } from '../bad-input/commits.js'
import { query } from '../bad-input/query.js'
import { runCli } from '../bad-input/run-cli.js'
import { writeRecipe } from '../bad-input/small-crawl.js'
import { tempFolder } from '../bad-input/temp-folder.js'

const at = tempFolder()

/** The counts of a phase over its units. */
async function countsOf(
  out: string,
  phase: PhaseName,
): Promise<Pick<Counts, 'in' | 'kept' | 'dropped' | 'failed'>> {
  const total = {
    in: 0,
    kept: 0,
    dropped: {} as Record<string, number>,
    failed: {} as Record<string, number>,
  }
  for (const { counts } of await commitsOf(out, phase)) {
    total.in += counts.in
    total.kept += counts.kept
    for (const kind of ['dropped', 'failed'] as const) {
      for (const [name, n] of Object.entries(counts[kind])) total[kind][name] = (total[kind][name] ?? 0) + n
    }
  }
  return total
}

describe.each([
  ['member', 0],
  ['single', 0],
  ['plain', 0],
  ['mixed', 0],
  ['member', 1],
] as const)(
  'archives compressed by %s, of which a fraction of %i has a damaged member',
  (compression, damagedMembers) => {
    const name = `${compression}-${damagedMembers}`
    const out = (): string => at(name, 'run')
    let expected: Generated['expected']
    let files: Generated['files']
    let accounts: readonly ExtractAccount[]
    beforeAll(async () => {
      const generated = await generateArchives({
        outDir: at(name, 'crawl'),
        seed: 5,
        archives: 4,
        pagesPerArchive: 12,
        distinctPictures: 30,
        compression,
        damagedMembers,
      })
      expected = generated.expected
      files = generated.files
      await writeRecipe(at(name, 'recipe.json'), { source: { files: ['crawl/*'] } })
      const { code, stderr } = await runCli(['run', at(name, 'recipe.json'), '--out', out()])
      expect(code, stderr).toBe(0)
      accounts = await extractAccounts(out())
    })

    it('account for every byte, record, page and <img>, archive by archive', async () => {
      // The engine's own count of pages has those that answer 404 too.
      const pages = await query(
        `SELECT warc_filename AS name, count(*)::INT AS n FROM '${out()}/records/*.parquet'
       WHERE "type" = 'response' AND status = 200 AND mime = 'text/html' GROUP BY ALL ORDER BY ALL`,
      )
      expect(accounts.map(({ archive }) => archive.name)).toEqual(files.map((file) => basename(file)))
      expect(accounts.reduce((total, { archive }) => total + archive.bytes, 0)).toBe(expected.bytes)
      accounts.forEach(({ archive, records, images }, index) => {
        expect(archive.recordBytes + archive.gapBytes).toBe(archive.bytes)
        expect({
          records: sum(records),
          pages: pages[index]?.['n'],
          imageReferences: images['total'],
        }).toEqual({
          records: expected.archives[index]?.records,
          pages: expected.archives[index]?.pages,
          imageReferences: expected.archives[index]?.imageReferences,
        })
      })
    })

    it('count every <img> by kind as the generator wrote it', () => {
      const images = (kind: string): number =>
        accounts.reduce((total, account) => total + (account.images[kind] ?? 0), 0)
      expect(images('total')).toBe(expected.imageReferences)
      expect(images('missing')).toBe(expected.missingAlt - expected.noscriptTwins)
      expect(images('noscript_twin')).toBe(expected.noscriptTwins)
      expect(expected.noscriptTwins).toBeGreaterThan(0)
      expect(images('empty')).toBe(expected.emptyAlt)
      expect(images('blank')).toBe(expected.blankAlt)
      expect(images('candidate') + images('no_src')).toBe(expected.usableAlt)
    })

    it('lead to the candidates, URLs and captures that the generator knows of', async () => {
      const [extract, dedup, fetch] = await Promise.all(
        (['extract', 'dedup', 'fetch'] as const).map((phase) => countsOf(out(), phase)),
      )
      expect(extract).toMatchObject({
        kept: expected.candidates,
        dropped: { url_bad: expected.unusableUrls },
      })
      expect(dedup).toMatchObject({ in: expected.candidates, kept: expected.distinctUrls })
      expect(fetch?.in).toBe(expected.distinctUrls)
      expect(fetch?.dropped['not_in_archive'] ?? 0).toBe(expected.distinctUrlsMissing)
      expect(fetch?.failed['http_status'] ?? 0).toBe(expected.distinctUrlsGone + expected.distinctUrlsMoved)
      const judged =
        (fetch?.kept ?? 0) +
        sum(fetch?.dropped ?? {}, ['not_in_archive']) +
        sum(fetch?.failed ?? {}, ['http_status'])
      expect(judged).toBe(expected.distinctUrlsInArchive)
      const [texts] = await query(
        `SELECT count(DISTINCT (url, texts[1].text))::INT AS n FROM '${out()}/candidates/*.parquet'`,
      )
      expect(texts?.['n']).toBe(expected.distinctUrlTexts)
    })

    it('have a gap where a member is damaged, and nowhere else', async () => {
      const gaps = await query(
        `SELECT warc_filename AS file, "offset"::INT AS "offset", "length"::INT AS "length" FROM '${out()}/records/*.parquet'
       WHERE "type" = 'gap' ORDER BY ALL`,
      )
      expect(expected.damaged).toHaveLength(damagedMembers * 4)
      for (const { file, offset, length } of expected.damaged) {
        const own = gaps.filter((gap) => gap['file'] === basename(file))
        expect(own[0]).toMatchObject({ offset })
        expect(own.reduce((total, gap) => total + Number(gap['length']), 0)).toBe(length)
      }
      if (damagedMembers === 0) expect(gaps).toEqual([])
      expect(accounts.filter(({ gaps: counted }) => sum(counted) > 0)).toHaveLength(expected.damaged.length)
    })

    it('end in an account that status prints and verify --deep confirms', async () => {
      const { code, stdout, stderr } = await runCli(['verify', out(), '--deep'])
      expect(code, stderr).toBe(0)
      expect(stdout).toContain(' 0 problems')
      const status = await runCli(['status', out()])
      const [, candidates, kept, dropped, failed] =
        /^(\d+) candidates = (\d+) kept \+ (\d+) dropped \+ (\d+) failed$/m.exec(status.stdout) ?? []
      expect(Number(candidates)).toBe(expected.usableAlt)
      expect(Number(kept) + Number(dropped) + Number(failed)).toBe(expected.usableAlt)
    })
  },
)
