import { writeFile } from 'node:fs/promises'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type CliResult, runCli, TRACE } from './run-cli.js'
import { SMALL_RECIPE, writeRecipe, writeSmallCrawl } from './small-crawl.js'
import { filesOf, tempFolder } from './temp-folder.js'

const at = tempFolder()
beforeAll(() => writeSmallCrawl(at()))
afterEach(async () => {
  expect(await filesOf(at('out'))).toBeNull()
})

const runRecipe = (...args: readonly string[]): Promise<CliResult> =>
  runCli(['run', ...args, '--out', at('out')])

describe('a wrong recipe', () => {
  it('with three mistakes tells all three at once, each with its path and value', async () => {
    await writeRecipe(at('typos.json'), {
      ...SMALL_RECIPE,
      fetch: { shard_sizee: 30 },
      select: { shard_size: 'many' },
      shadow: 7,
    })
    const { code, stderr } = await runRecipe(at('typos.json'))
    expect(code).toBe(4)
    expect(stderr).toContain('3 problem(s)')
    expect(stderr).toMatch(/Expected one of .*shard_size.* at fetch, got fetch\.shard_sizee = 30/)
    expect(stderr).toMatch(/Expected number for select\.shard_size, got "many"/)
    expect(stderr).toMatch(/Expected .*1 for shadow, got 7/)
  })

  it('that asks for an unknown column suggests the one that was meant', async () => {
    const { code, stderr } = await runRecipe(
      at('recipe.json'),
      '--set',
      'select.where=original_widht >= 200',
      '--set',
      "plan.where=text_lenght > 3 and url_domain = 'a.example'",
    )
    expect(code).toBe(4)
    expect(stderr).toContain('2 problem(s)')
    expect(stderr).toMatch(/select\.where: .*got original_widht; did you mean .*original_width/)
    expect(stderr).toMatch(/plan\.where: .*got text_lenght; did you mean text_length/)
  })

  it.each([
    ['select.where=url > 4', 'a string for url, got 4'],
    ["select.where=original_width >= 'wide'", "for original_width, got 'wide'"],
    ['select.where=original_width >= "wide"', 'write strings in single quotes'],
    ['plan.where=original_width >= 200', 'got original_width'],
    ['plan.where=text_length >= 3 and', 'plan.where: Expected'],
  ])('with %s says what is wrong', async (override, message) => {
    const { code, stderr } = await runRecipe(at('recipe.json'), '--set', override)
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(TRACE)
    expect(code).toBe(4)
  })

  it('that is no YAML is told with line and column', async () => {
    await writeFile(at('broken.yaml'), 'source: { files: [crawl/*.warc.gz }\nseed: 1\n')
    const { code, stderr } = await runRecipe(at('broken.yaml'))
    expect(stderr).toContain(`Expected YAML in ${at('broken.yaml')}`)
    expect(stderr).toMatch(/line 1, column \d+/)
    expect(code).toBe(4)
  })

  it.each([
    ['just a sentence', '"just a sentence"'],
    ['- a\n- list\n', '["a","list"]'],
    ['', 'for source, got nothing'],
  ])('that is no object (%j) is told with what it is', async (text, message) => {
    await writeFile(at('text.yaml'), text)
    const { code, stderr } = await runRecipe(at('text.yaml'))
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(TRACE)
    expect(code).toBe(4)
  })

  it('that is not there is named', async () => {
    const { code, stderr } = await runRecipe(at('nowhere.yaml'))
    expect(stderr).toContain(`Expected a recipe file, got ${at('nowhere.yaml')} (ENOENT)`)
    expect(code).toBe(2)
  })

  it('that is a folder is named', async () => {
    const { code, stderr } = await runRecipe(at('crawl'))
    expect(stderr).toContain(`Expected a recipe file, got ${at('crawl')} (EISDIR)`)
    expect(code).toBe(2)
  })

  it('that repeats itself without end is refused', async () => {
    await writeFile(at('loop.yaml'), 'source: &a { files: [crawl/*.warc.gz], more: *a }\n')
    const { code, stderr } = await runRecipe(at('loop.yaml'))
    expect(stderr).toContain('source.more')
    expect(stderr).not.toMatch(TRACE)
    expect(code).toBe(4)
  })
})
