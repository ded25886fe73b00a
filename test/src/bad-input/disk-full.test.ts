import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PhaseName } from '@warc2dataset/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import { compareSnapshots, type Snapshot, takeSnapshot } from '../crash/snapshot.js'
import { commitsOf } from './commits.js'
import { mountTmpfs } from './mount.js'
import { runCli, TRACE } from './run-cli.js'
import { writeSmallCrawl } from './small-crawl.js'
import { filesOf, tempFolder } from './temp-folder.js'

const at = tempFolder()
const PAGE = 4096
let undisturbed: Snapshot

beforeAll(async () => {
  await writeSmallCrawl(at())
  const { code, stderr } = await runCli([
    'run',
    at('recipe.json'),
    '--out',
    at('undisturbed'),
    '--workers',
    '1',
  ])
  expect(code, stderr).toBe(0)
  undisturbed = await takeSnapshot(at('undisturbed'))
})

/** What files take on a tmpfs: whole pages, and one for each commit beside them. */
async function bytesOfUnits(phases: readonly PhaseName[], onlyFirst: PhaseName | null): Promise<number> {
  let total = PAGE
  for (const phase of phases) {
    const commits = await commitsOf(at('undisturbed'), phase)
    for (const { files } of phase === onlyFirst ? commits.slice(0, 1) : commits) {
      total += PAGE + files.reduce((sum, { bytes }) => sum + Math.ceil(bytes / PAGE) * PAGE, 0)
    }
  }
  return total
}

/** Free of what the run at that place may show: every file is a commit's, but scratch and run.json. */
async function strangers(out: string): Promise<readonly string[]> {
  const known = new Set<string>(['run.json'])
  for (const phase of ['extract', 'dedup', 'plan', 'fetch', 'select', 'pack'] as const) {
    const commits = await commitsOf(out, phase).catch(() => [])
    for (const { files } of commits) {
      for (const { name, bytes } of files) {
        known.add(name)
        expect((await stat(join(out, name))).size).toBe(bytes)
      }
    }
  }
  const names = ((await filesOf(out)) ?? []).map((path) => path.slice(out.length + 1))
  return names.filter((name) => !known.has(name) && !/^(commits|\.tmp)\//.test(name))
}

describe('a full disk', () => {
  const CASES = {
    extract: ['extract'],
    fetch: ['extract', 'dedup', 'plan', 'fetch'],
  } as const
  it.for(['extract', 'fetch'] as const)(
    'in the middle of %s ends with exit 3, and the same command goes on',
    async (phase, context) => {
      const phases = CASES[phase]
      // Room for the first unit of the phase and a little more; fetch also spools its pictures before it writes them.
      const spool = phase === 'fetch' ? (await stat(at('undisturbed', 'fetched', '00000.tar'))).size : 0
      const size = (await bytesOfUnits(phases, phase)) + spool + 4 * PAGE
      const folder = at(`disk-${phase}`)
      const disk = mountTmpfs(folder, String(size))
      if (disk === null) return void context.skip('mount is refused here: no full disk was tried')
      try {
        const out = join(folder, 'run')
        const args = ['run', at('recipe.json'), '--out', out, '--workers', '1']
        const { code, stderr } = await runCli(args)
        expect(stderr).toContain('No space left')
        expect(stderr).toContain('free some and run the same command again')
        expect(stderr).not.toMatch(TRACE)
        expect(stderr).not.toContain('attempt 2')
        expect(code).toBe(3)
        const done = await commitsOf(out, phase)
        expect(done.length).toBeGreaterThan(0)
        expect(done.length).toBeLessThan((await commitsOf(at('undisturbed'), phase)).length)
        expect(await strangers(out)).toEqual([])
        const verified = await runCli(['verify', out, '--deep'])
        expect(verified.stdout).toMatch(/ 0 problems/)
        expect(verified.code, verified.stderr).toBe(0)

        disk.resize('64m')
        const after = await runCli(args)
        expect(after.code, after.stderr).toBe(0)
        expect(compareSnapshots(undisturbed, await takeSnapshot(out))).toEqual([])
      } finally {
        disk.unmount()
      }
    },
  )
})
