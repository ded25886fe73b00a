import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { exportRun } from '@warc2dataset/pipeline/export/export-run'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli, TRACE } from '../bad-input/run-cli.js'
import { filesOf, tempFolder } from '../bad-input/temp-folder.js'
import { type ExportWorld, openExportWorld, treeOf } from './export-world.js'

const at = tempFolder()
let world: ExportWorld

beforeAll(async () => {
  world = await openExportWorld(at())
  await exportRun(await openRun(world.run), { to: 'laion', out: at('done'), allowToy: false })
})

const cli = (run: string, out: string, ...more: readonly string[]) =>
  runCli(['export', run, '--to', 'laion', '--out', out, ...more])

/** Disk that the files of a folder take, bytes. */
async function bytesUsed(folder: string): Promise<number> {
  const stats = await Promise.all(((await filesOf(folder)) ?? []).map((path) => stat(path)))
  return stats.reduce((sum, { blocks }) => sum + blocks * 512, 0)
}

describe('export refuses', () => {
  it.each([
    ['a folder with something in it', async () => void (await writeFile(at('other', 'notes.txt'), 'mine'))],
    ['an export.json of somebody else', async () => void (await writeFile(at('other', 'export.json'), '{}'))],
  ])('%s, and leaves it as it is', async (_, prepare) => {
    await rm(at('other'), { recursive: true, force: true })
    await mkdir(at('other'))
    await prepare()
    const before = await treeOf(at('other'))
    const { code, stderr } = await cli(world.run, at('other'))
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^Expected an empty folder/)])
    expect(await treeOf(at('other'))).toEqual(before)
  })

  it('an export of another selection, of another target, and one with a stray file', async () => {
    const before = await treeOf(at('done'))
    const strict = await cli(world.strict, at('done'), '--allow-toy')
    expect([strict.code, strict.stderr]).toEqual([2, expect.stringContaining('another selection')])
    const other = await runCli(['export', world.run, '--to', 'kohya', '--out', at('done')])
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('another target')])
    await writeFile(at('done', 'part-99999.snappy.parquet'), '')
    const stray = await cli(world.run, at('done'))
    expect([stray.code, stray.stderr]).toEqual([2, expect.stringContaining('part-99999')])
    await rm(at('done', 'part-99999.snappy.parquet'))
    expect(await treeOf(at('done'))).toEqual(before)
  })

  it('a file in place of the folder, an unknown target, and a run that is not there', async () => {
    await writeFile(at('file'), '')
    for (const args of [
      [world.run, '--to', 'laion', '--out', at('file')],
      [world.run, '--to', 'mds', '--out', at('mds')],
      [world.run, '--to', 'laion'],
      [at('nowhere'), '--to', 'laion', '--out', at('mds')],
    ]) {
      const { code, stderr } = await runCli(['export', ...args])
      expect([code, stderr]).toEqual([2, expect.stringMatching(/^Expected/)])
      expect(stderr).not.toMatch(TRACE)
    }
  })

  it('what a toy model chose, unless that is allowed', async () => {
    const { code, stderr } = await cli(world.strict, at('toy'))
    expect([code, stderr]).toEqual([2, expect.stringContaining('--allow-toy')])
    expect(await filesOf(at('toy'))).toBeNull()
    expect((await cli(world.strict, at('toy'), '--allow-toy')).code).toBe(0)
  })

  it('a disk that is one byte too small, before anything is written; what it asks for is enough', async () => {
    const view = await openRun(world.run)
    for (const to of ['imagefolder', 'webdataset', 'laion', 'kohya', 'arrow'] as const) {
      const out = at('small', to)
      const onDisk = (free: number) =>
        exportRun(view, { to, out, allowToy: false, askDisk: async () => ({ bavail: free, bsize: 1 }) })
      const refused = await onDisk(0).catch((error: unknown) => error)
      expect(refused).toMatchObject({ exit: 'disk_full', message: expect.stringContaining('got 0;') })
      const needed = Number(/Expected (\d+) bytes/.exec(String(refused))?.[1])
      await expect(onDisk(needed - 1)).rejects.toMatchObject({ exit: 'disk_full' })
      expect(await filesOf(out)).toBeNull()
      await onDisk(needed)
      expect(await bytesUsed(out)).toBeLessThanOrEqual(needed)
    }
  })
})
