import { cp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { type CliResult, runCli, TRACE } from './run-cli.js'
import { writeSmallCrawl } from './small-crawl.js'
import { tempFolder } from './temp-folder.js'

const at = tempFolder()
beforeAll(async () => {
  await writeSmallCrawl(at())
  const { code, stderr } = await runCli(['run', at('recipe.json'), '--out', at('run')])
  expect(code, stderr).toBe(0)
})

async function verifyDamaged(damage: (run: string) => Promise<void>, deep = true): Promise<CliResult> {
  await rm(at('damaged'), { recursive: true, force: true })
  await cp(at('run'), at('damaged'), { recursive: true })
  await damage(at('damaged'))
  return runCli(['verify', at('damaged'), ...(deep ? ['--deep'] : [])])
}

async function flip(path: string): Promise<void> {
  const bytes = await readFile(path)
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  await writeFile(path, bytes)
}

describe('verify --deep', () => {
  it('finds nothing in a sound run', async () => {
    const { code, stdout, stderr } = await verifyDamaged(async () => {})
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^\d+ commits, \d+ files, 0 problems\n$/)
    expect(code).toBe(0)
  })

  it.each(['dataset/00000.tar', 'candidates/00000.parquet'])(
    'names %s with one byte flipped',
    async (name) => {
      const { code, stdout, stderr } = await verifyDamaged((run) => flip(`${run}/${name}`))
      expect(stderr).toMatch(new RegExp(`^${name}: Expected sha256 [0-9a-f]{64}, got [0-9a-f]{64}\n$`))
      expect(stdout).toContain('1 problems')
      expect(code).toBe(10)
    },
  )

  it.each(['fetched/00000.parquet', 'ledger/phase=plan/all.parquet', 'dataset/buckets.json'])(
    'names the missing %s',
    async (name) => {
      const { code, stderr } = await verifyDamaged((run) => rm(`${run}/${name}`))
      expect(stderr).toMatch(new RegExp(`^${name}: Expected \\d+ bytes, got no file\n$`))
      expect(code).toBe(10)
    },
  )

  it('names a truncated file with both sizes', async () => {
    const { code, stderr } = await verifyDamaged((run) => truncate(`${run}/records/00001.parquet`, 100))
    expect(stderr).toMatch(/^records\/00001\.parquet: Expected \d+ bytes, got 100\n$/)
    expect(code).toBe(10)
  })

  it('names each of several damaged files', async () => {
    const { code, stderr, stdout } = await verifyDamaged(async (run) => {
      await rm(`${run}/ledger/phase=extract/00002.parquet`)
      await truncate(`${run}/deduped/00000.parquet`, 0)
    })
    expect(stderr).toContain('ledger/phase=extract/00002.parquet: Expected')
    expect(stderr).toContain('deduped/00000.parquet: Expected')
    expect(stdout).toContain('2 problems')
    expect(code).toBe(10)
  })

  it('sees that the commits of a phase below are gone', async () => {
    const { code, stderr } = await verifyDamaged((run) => rm(`${run}/commits/dedup`, { recursive: true }))
    expect(stderr).toContain('Phase plan has commits, but phase dedup before it lacks some')
    expect(code).toBe(10)
  })

  it('counts a tar again whose commit was forged to fit it', async () => {
    const { code, stderr } = await verifyDamaged(async (run) => {
      // Another cut's shard with a commit that vouches for it: only the comparison of tar and Parquet can tell.
      const cut = await runCli([
        'pack',
        run,
        '--out',
        at('cut'),
        '--set',
        'select.where=original_width >= 200',
      ])
      expect(cut.code, cut.stderr).toBe(0)
      await forge(run, await readFile(at('cut', 'dataset', '00000.tar')))
    })
    expect(stderr).toMatch(/dataset\/00000\.tar: Expected \S+ .*as member \d+, got /)
    expect(code).toBe(10)
  })
})

/** Puts another tar in the place of the dataset's and its size and hash in the commit. */
async function forge(run: string, tar: Buffer): Promise<void> {
  const { createHash } = await import('node:crypto')
  const { readdir } = await import('node:fs/promises')
  await writeFile(`${run}/dataset/00000.tar`, tar)
  const names = (await readdir(`${run}/commits/pack`, { recursive: true })).filter((name) =>
    name.endsWith('00000.0.json'),
  )
  expect(names).toHaveLength(1)
  const path = `${run}/commits/pack/${names[0]}`
  const commit = JSON.parse(await readFile(path, 'utf8')) as {
    files: { name: string; bytes: number; sha256: string }[]
  }
  const file = commit.files.find(({ name }) => name === 'dataset/00000.tar')
  expect(file).toBeDefined()
  Object.assign(file ?? {}, { bytes: tar.length, sha256: createHash('sha256').update(tar).digest('hex') })
  await writeFile(path, JSON.stringify(commit))
}

describe('verify', () => {
  it.each(['fetched/00000.tar', 'selections'])('misses %s without reading every byte', async (name) => {
    const { code, stderr } = await verifyDamaged((run) => rm(`${run}/${name}`, { recursive: true }), false)
    expect(stderr).toContain(`${name}`)
    expect(stderr).not.toMatch(TRACE)
    expect(code).toBe(10)
  })

  it('explains no URL that the run does not know', async () => {
    for (const url of ['https://nobody.example/nothing.jpg', 'no url at all']) {
      const { code, stderr } = await runCli(['explain', at('run'), url])
      expect(stderr).toContain(`Expected the URL of a candidate, got ${url}`)
      expect(code).toBe(2)
    }
  })
})
