import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { runCli, TRACE } from '../bad-input/run-cli.js'
import { filesOf, tempFolder } from '../bad-input/temp-folder.js'
import { writePlanCrawl } from './plan-crawl.js'

const at = tempFolder()
beforeAll(() => writePlanCrawl(at()))
afterEach(async () => {
  expect(await filesOf(at('out'))).toBeNull()
})

const KINDS = [
  'alt',
  'title',
  'aria_label',
  'figcaption',
  'og_image_alt',
  'anchor',
  'page_title',
  'surrounding',
]

describe('a recipe that asks for texts there are not', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'an unknown kind: all that there are',
      ['extract.text.kinds=[alt, caption]'],
      ['extract.text.kinds.1', 'got "caption"', ...KINDS.map((kind) => `"${kind}"`)],
    ],
    ['no kind', ['extract.text.kinds=[]'], ['extract.text.kinds, got []']],
    ['one word', ['extract.text.kinds=alt'], ['extract.text.kinds, got "alt"']],
    [
      'a split by a language that nobody detects',
      ['select.split=language', 'extract.language=none'],
      ['Expected detect, since select.split is language, for extract.language, got "none"'],
    ],
    [
      'five at once',
      [
        'extract.language=en',
        'extract.url.choose=largest',
        'extract.url.max_width=0',
        'extract.max_images=0',
        'extract.max_page_bytes=100000000',
      ],
      [
        '5 problem(s)',
        'extract.language, got "en"',
        'extract.url.choose, got "largest"',
        'extract.url.max_width, got 0',
        'extract.max_images, got 0',
        'extract.max_page_bytes, got 100000000',
      ],
    ],
    [
      'a column that is near another',
      ["plan.where=page_langauge = 'en'"],
      ['plan.where: ', 'got page_langauge; did you mean page_language'],
    ],
    ['a number for a text', ['plan.where=license = 4'], ['a string for license, got 4']],
    ['a text for a flag', ["plan.where=in_noscript = 'yes'"], ["true or false for in_noscript, got 'yes'"]],
    ['a hash that nobody should compare', ['plan.where=skeleton = 1'], ['got skeleton']],
  ])('%s', async (_name, overrides, messages) => {
    const sets = overrides.flatMap((override) => ['--set', override])
    const { code, stderr } = await runCli(['run', at('recipe.json'), '--out', at('out'), ...sets])
    for (const message of messages) expect(stderr).toContain(message)
    expect(stderr).not.toMatch(TRACE)
    expect(code).toBe(4)
  })
})
