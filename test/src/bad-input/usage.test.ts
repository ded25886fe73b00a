import { writeFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { mountTmpfs } from './mount.js'
import { runCli, TRACE } from './run-cli.js'
import { writeSmallCrawl } from './small-crawl.js'
import { filesOf, tempFolder } from './temp-folder.js'

const at = tempFolder()
beforeAll(async () => {
  await writeSmallCrawl(at())
  await writeFile(at('a-file'), 'not a folder\n')
})

describe('a wrong command line ends with exit 2, and', () => {
  it.each([
    [['frobnicate'], 'Expected a command, got frobnicate'],
    [['run'], 'Expected one recipe, got none'],
    [['run', 'a.yaml', 'b.yaml'], 'Expected one recipe, got a.yaml b.yaml'],
    [['run', 'RECIPE', '--out', 'OUT', '--frob'], "Unknown option '--frob'"],
    [['run', 'RECIPE', '--out', 'OUT', '--task', '2/2'], 'Expected i/n with 0 <= i < n for --task, got 2/2'],
    [
      ['run', 'RECIPE', '--out', 'OUT', '--until', 'nowhere'],
      'fetch, score, annotate, caption, select, pack, latents for --until, got nowhere',
    ],
    [['latents', 'NO_RUN', '--samples', '3'], 'samples'],
    [['export', 'NO_RUN', '--to', 'parquet', '--out', 'OUT'], 'arrow for --to, got parquet'],
    [['export', 'NO_RUN', '--to', 'arrow'], 'Expected a folder for --out, got none'],
    [['run', 'RECIPE', '--out', 'OUT', '--workers', '0'], 'at least 1 for --workers, got 0'],
    [['run', 'RECIPE', '--out', 'OUT', '--workers', 'two'], 'at least 1 for --workers, got two'],
    [['run', 'RECIPE', '--out', 'OUT', '--set', 'nonsense'], 'path=value for --set, got nonsense'],
    [['run', 'RECIPE', '--out', 'OUT', '--log', 'xml'], 'Expected json for --log, got xml'],
    [['explain', 'OUT'], 'Expected a run and a URL'],
  ])('%j says what was expected', async (args, message) => {
    const places: Readonly<Record<string, string>> = { RECIPE: at('recipe.json'), OUT: at('out') }
    const { code, stderr, stdout } = await runCli(args.map((arg) => places[arg] ?? arg))
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/Usage: warc2dataset|warc2dataset run RECIPE/)
    expect(stderr).not.toMatch(TRACE)
    expect(stdout).toBe('')
    expect(code).toBe(2)
    expect(await filesOf(at('out'))).toBeNull()
  })

  it.each([
    [['status', 'NO_RUN']],
    [['verify', 'NO_RUN', '--deep']],
    [['explain', 'NO_RUN', 'https://a.example/b.jpg']],
    [['select', 'NO_RUN']],
    [['pack', 'NO_RUN', '--out', 'OUT']],
    [['latents', 'NO_RUN']],
    [['export', 'NO_RUN', '--to', 'arrow', '--out', 'OUT']],
  ])('%j says that there is no run', async ([...args]) => {
    const places = args[0] === 'status' ? ['crawl', 'a-file', 'nowhere'] : ['crawl']
    for (const place of places.map((name) => at(name))) {
      const meant: Readonly<Record<string, string>> = { NO_RUN: place, OUT: at('out') }
      const { code, stderr } = await runCli(args.map((arg) => meant[arg] ?? arg))
      expect(stderr).toContain(`Expected a run in ${place}`)
      expect(stderr).not.toMatch(TRACE)
      expect(code).toBe(2)
    }
    expect(await filesOf(at('out'))).toBeNull()
    expect(await filesOf(at('nowhere'))).toBeNull()
  })
})

describe('an --out that cannot be written ends with exit 2, and', () => {
  it.each(['a-file', 'a-file/below'])('%s is named', async (name) => {
    const { code, stderr } = await runCli(['run', at('recipe.json'), '--out', at(name)])
    expect(stderr).toContain('Expected a writable folder for --out')
    expect(stderr).toContain(at('a-file'))
    expect(stderr).not.toMatch(TRACE)
    expect(code).toBe(2)
  })

  it('a read-only disk is named', async (context) => {
    const disk = mountTmpfs(at('read-only'), '64k', 'ro')
    if (disk === null) return context.skip('mount is refused here: a read-only disk was not tried')
    try {
      for (const out of [at('read-only'), at('read-only', 'run')]) {
        const { code, stderr } = await runCli(['run', at('recipe.json'), '--out', out])
        expect(stderr).toContain('Expected a writable folder for --out')
        expect(stderr).toContain(out)
        expect(stderr).not.toMatch(TRACE)
        expect(code).toBe(2)
      }
    } finally {
      disk.unmount()
    }
  })
})
