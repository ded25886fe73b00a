import { readFile, writeFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import { beforeAll, describe, expect, it } from 'vitest'
import { extractAccounts } from './commits.js'
import { query } from './query.js'
import { type CliResult, runCli } from './run-cli.js'
import { writeRecipe } from './small-crawl.js'
import { tempFolder } from './temp-folder.js'

const at = tempFolder()

/** Offset of the last gzip member that inflates to a response, and the file up to the middle of it. */
function cutInsideLastMember(bytes: Buffer): { readonly member: number; readonly cut: Buffer } {
  let member = bytes.length
  do {
    member = bytes.lastIndexOf(Buffer.from([0x1f, 0x8b, 0x08, 0x00]), member - 1)
  } while (!inflates(bytes.subarray(member)))
  return { member, cut: bytes.subarray(0, member + Math.floor((bytes.length - member) / 2)) }
}

function inflates(bytes: Buffer): boolean {
  try {
    return gunzipSync(bytes).subarray(0, 5).toString() === 'WARC/'
  } catch {
    return false
  }
}

describe('an archive truncated inside of a member', () => {
  let result: CliResult
  let member = 0
  let size = 0
  beforeAll(async () => {
    const { files } = await generateArchives({ outDir: at('crawl'), archives: 1, pagesPerArchive: 6 })
    const whole = await readFile(files[0] ?? '')
    const { member: offset, cut } = cutInsideLastMember(whole)
    member = offset
    size = cut.length
    await writeFile(at('cut.warc.gz'), cut)
    await writeRecipe(at('recipe.json'), { source: { files: ['cut.warc.gz'] } })
    result = await runCli(['run', at('recipe.json'), '--out', at('run')])
  })

  it('is no error', () => {
    expect(result.code, result.stderr).toBe(0)
    expect(result.stdout).toMatch(/^[\d,]+ candidates = [\d,]+ kept/m)
  })

  it('is a gap with its offset in records/', async () => {
    const gaps = await query(
      `SELECT "offset", "length", gap_reason FROM '${at('run')}/records/*.parquet' WHERE "type" = 'gap'`,
    )
    expect(gaps).toEqual([
      { offset: String(member), length: String(size - member), gap_reason: 'truncated_member' },
    ])
  })

  it('is marked as truncated in the account of its commit, which balances', async () => {
    const [account] = await extractAccounts(at('run'))
    expect(account?.archive).toMatchObject({ truncated: true, bytes: size, gapBytes: size - member })
    expect(account?.gaps).toEqual({ truncated_member: 1 })
    expect((account?.archive.recordBytes ?? 0) + (account?.archive.gapBytes ?? 0)).toBe(size)
  })

  it('is told by status', async () => {
    const { stdout } = await runCli(['status', at('run')])
    expect(stdout).toContain('truncated_archives 1')
    expect(stdout).toContain('truncated_member 1')
    expect(stdout).toContain(`in_gaps ${size - member}`)
  })
})
