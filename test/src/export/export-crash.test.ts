import { stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli, startCli } from '../bad-input/run-cli.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { type ExportWorld, openExportWorld, SHARDS, treeOf } from './export-world.js'

const at = tempFolder()
let world: ExportWorld

beforeAll(async () => {
  world = await openExportWorld(at())
})

/** kill -9 as soon as so many parts are told of: somewhere in the next one, or behind it. */
async function killAfter(args: readonly string[], parts: number): Promise<boolean> {
  const run = startCli(args)
  let hasEnded = false
  void run.ended.then(() => {
    hasEnded = true
  })
  while (!hasEnded && !run.stderr().includes(`${parts} of `)) await sleep(1)
  if (!hasEnded) process.kill(run.pid, 'SIGKILL')
  return (await run.ended).code === 'SIGKILL'
}

describe('a killed export', () => {
  it.each([
    ['imagefolder', 'train/00000'],
    ['laion', 'part-00000.snappy.parquet'],
    ['arrow', '00000.arrow'],
  ])('%s: goes on to the same bytes, and writes no part twice', async (to, first) => {
    const command = (out: string): readonly string[] => ['export', world.run, '--to', to, '--out', out]
    expect((await runCli(command(at(to)))).code).toBe(0)
    const out = at(`${to}-killed`)
    let kills = 0
    for (let parts = 1; parts < SHARDS; parts += 1) kills += (await killAfter(command(out), parts)) ? 1 : 0
    expect(kills).toBeGreaterThan(2)
    const { ino } = await stat(`${out}/${first}`)
    const { code, stdout } = await runCli(command(out))
    expect([code, stdout]).toEqual([0, expect.stringContaining('were there already')])
    expect((await stat(`${out}/${first}`)).ino).toBe(ino)
    expect(await treeOf(out)).toEqual(await treeOf(at(to)))
  })
})
