import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findNameEnd, findTagEnd } from './find-tag-end.js'
import { MAX_WANTED, readAttributes } from './read-attributes.js'
import { skipDeclaration } from './skip-markup.js'
import { findRawTextEnd } from './skip-raw-text.js'

type Token = readonly [kind: string, ...rest: readonly unknown[]]

interface TokenizerTest {
  readonly description: string
  readonly input: string
  readonly output: readonly Token[]
  readonly initialStates?: readonly string[]
  readonly lastStartTag?: string
  readonly doubleEscaped?: boolean
}

type FoundTag = readonly [
  kind: string,
  name: string,
  attributes?: Readonly<Record<string, string>>,
  selfClosing?: true,
]

const folder = fileURLToPath(new URL('../../../../../shared/data/html5lib/tokenizer/', import.meta.url))
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.test')) : []
const skipped = files.length === 0 ? ` [SKIPPED: no html5lib tests in ${folder}]` : ''

/** Raw text states with the element that the tree builder would be in. */
const RAW_STATES: Readonly<Record<string, string>> = {
  'RCDATA state': 'title',
  'RAWTEXT state': 'xmp',
  'Script data state': 'script',
  'PLAINTEXT state': 'plaintext',
}

function readTests(file: string): readonly TokenizerTest[] {
  const { tests = [] } = JSON.parse(readFileSync(folder + file, 'utf8')) as {
    tests?: readonly TokenizerTest[]
  }
  return tests.map((test) => (test.doubleEscaped ? unescapeTest(test) : test))
}

function unescapeTest(test: TokenizerTest): TokenizerTest {
  const unescapeText = (text: string): string =>
    text.replace(/\\u([0-9A-Fa-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return {
    ...test,
    input: unescapeText(test.input),
    output: JSON.parse(JSON.stringify(test.output), (_, value: unknown) =>
      typeof value === 'string' ? unescapeText(value) : value,
    ) as readonly Token[],
  }
}

/** The tags of `html`, with those attributes that are expected: others cannot be asked for. */
function listTags(
  html: string,
  names: ReadonlySet<string>,
  state: string,
  rawName: string,
): readonly FoundTag[] {
  const found: FoundTag[] = []
  const end = { at: 0, selfClosing: false }
  let text =
    state in RAW_STATES ? findRawTextEnd(html, 0, state === 'Script data state' ? 'script' : rawName) : 0
  if (state === 'CDATA section state')
    text = skipDeclaration(`<![CDATA[${html}`, 0, true) - '<![CDATA['.length
  for (let at = html.indexOf('<', text); at !== -1; at = html.indexOf('<', text)) {
    const isEnd = html[at + 1] === '/'
    const start = at + (isEnd ? 2 : 1)
    if (!/[a-z]/i.test(html.charAt(start))) {
      const isText = !isEnd && !/[!?]/.test(html.charAt(start))
      text = isText ? at + 1 : html.startsWith('</>', at) ? at + 3 : skipDeclaration(html, at, false)
      if (isEnd && start >= html.length) break
      continue
    }
    const nameEnd = findNameEnd(html, start)
    if (!findTagEnd(html, nameEnd, end)) break
    const name = html.slice(start, nameEnd).toLowerCase().replaceAll('\0', '\uFFFD')
    const attributes = Object.fromEntries(readAttributes(html, { from: nameEnd, to: end.at }, names))
    if (isEnd) found.push(['EndTag', name])
    else found.push(end.selfClosing ? ['StartTag', name, attributes, true] : ['StartTag', name, attributes])
    text = end.at + 1
  }
  return found
}

describe.skipIf(skipped !== '')(`tags and attributes of the html5lib tokenizer tests${skipped}`, () => {
  it.each(files)('%s', (file) => {
    for (const test of readTests(file)) {
      for (const state of test.initialStates ?? ['Data state']) {
        const tags = test.output.filter(([kind]) => kind === 'StartTag' || kind === 'EndTag')
        const names = new Set(tags.flatMap((tag) => Object.keys((tag[2] as object | undefined) ?? {})))
        // An attribute name with a NUL is never a wanted one; nor is so long a one.
        if ([...names].some((name) => name.includes('\uFFFD') || name.length > MAX_WANTED)) continue
        // A script's text ends at </script> and nothing else; the tests invent other elements.
        if (state === 'Script data state' && (test.lastStartTag ?? 'script') !== 'script') continue
        const rawName = test.lastStartTag ?? RAW_STATES[state] ?? ''
        if (state === 'PLAINTEXT state')
          expect(findRawTextEnd(test.input, 0, 'plaintext')).toBe(test.input.length)
        else
          expect(listTags(test.input, names, state, rawName), `${test.description} in ${state}`).toEqual(tags)
      }
    }
  })
})
