import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { compareSnapshots, type Snapshot, takeSnapshot } from '../crash/snapshot.js'
import { commitsOf } from './commits.js'
import { runCli, type StartedCli, startCli, TRACE } from './run-cli.js'
import { writeSmallCrawl } from './small-crawl.js'
import { tempFolder } from './temp-folder.js'

const at = tempFolder()
const FETCH_STARTS = /"unit_start","phase":"fetch"/
let undisturbed: Snapshot

beforeAll(async () => {
  await writeSmallCrawl(at())
  const { code, stderr } = await runCli(['run', at('recipe.json'), '--out', at('undisturbed')])
  expect(code, stderr).toBe(0)
  undisturbed = await takeSnapshot(at('undisturbed'))
})

async function waitForText(run: StartedCli, wanted: RegExp): Promise<void> {
  for (let waited = 0; !wanted.test(run.stderr()); waited += 5) {
    expect(waited, `no ${wanted} in\n${run.stderr()}`).toBeLessThan(40_000)
    await sleep(5)
  }
}

describe('Ctrl-C', () => {
  it.each([
    ['once', 'the process'],
    ['once', 'its group'],
    ['twice', 'the process'],
    ['twice', 'its group'],
  ] as const)('%s, sent to %s, ends with exit 11, and the same command finishes', async (times, target) => {
    const out = at(`${times} ${target}`)
    const args = ['run', at('recipe.json'), '--out', out, '--workers', '1']
    const run = startCli([...args, '--log', 'json'], { detached: true })
    const interrupt = (): void => void process.kill(target === 'its group' ? -run.pid : run.pid, 'SIGINT')
    await waitForText(run, FETCH_STARTS)
    interrupt()
    await waitForText(run, /Finishing the units under way; Ctrl-C again stops at once/)
    if (times === 'twice') interrupt()
    const { code, stderr } = await run.ended
    expect(code, stderr).toBe(11)
    expect(stderr).toContain(
      'Stopped on request. Nothing that was committed is lost: the same command continues.',
    )
    expect(stderr).not.toMatch(TRACE)
    if (times === 'twice') expect(stderr).toContain('Stopping at once; what was committed stays.')
    expect(await commitsOf(out, 'fetch').catch(() => [])).toHaveLength(times === 'once' ? 1 : 0)
    const verified = await runCli(['verify', out, '--deep'])
    expect(verified.stdout).toContain('0 problems')

    const { code: after, stderr: said } = await runCli(args)
    expect(after, said).toBe(0)
    expect(compareSnapshots(undisturbed, await takeSnapshot(out))).toEqual([])
  })
})
