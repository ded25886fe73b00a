import { describe, expect, it } from 'vitest'
import { type Columns, parseWhere, WhereError, type WhereProblem } from './parse-where.js'

const COLUMNS: Columns = new Map([
  ['original_width', 'integer'],
  ['aspect', 'number'],
  ['punsafe', 'number'],
  ['language', 'string'],
  ['url_domain', 'string'],
  ['is_shadow', 'boolean'],
])

function problemsOf(text: string): readonly WhereProblem[] {
  try {
    parseWhere(text, COLUMNS)
  } catch (error) {
    if (error instanceof WhereError) return error.problems
    throw error
  }
  return []
}

describe('canonical source', () => {
  it.each([
    ['true', 'true'],
    ['  TRUE and (true)', 'true'],
    ['false', 'false'],
    ['original_width>=200', 'original_width >= 200'],
    ["language IN('en','de')", "language in ('en', 'de')"],
    ['aspect Between .5 AND 2.0', 'aspect between 0.5 and 2'],
    ['not (punsafe > 0.5)', 'not (punsafe > 0.5)'],
    ['not punsafe > 0.5', 'not (punsafe > 0.5)'],
    ['not not (is_shadow)', 'not not is_shadow'],
    ["url_domain not in ('a.com')", "url_domain not in ('a.com')"],
    ["language CONTAINS'it''s'", "language contains 'it''s'"],
    ["language not  contains 'e'", "language not contains 'e'"],
    ['punsafe IS  NULL', 'punsafe is null'],
    ['punsafe is not null', 'punsafe is not null'],
    ['aspect not between -1 and 1e-7', 'aspect not between -1 and 1e-7'],
    ["language == 'it''s'", "language = 'it''s'"],
    ['original_width <> 007', 'original_width != 7'],
    ['(is_shadow = true)', 'is_shadow = true'],
    ['aspect > 1e3', 'aspect > 1000'],
    ['aspect > 1e+25', 'aspect > 1e+25'],
    ['original_width < 9007199254740993', 'original_width < 9007199254740993'],
    ["(aspect > 1 or is_shadow) and language = ''", "(aspect > 1 or is_shadow) and language = ''"],
    ['((aspect > 1) or (is_shadow and aspect < 2))', 'aspect > 1 or is_shadow and aspect < 2'],
    ['aspect > 1 and aspect > 1.0', 'aspect > 1'],
  ])('%s is %s', (text, source) => {
    expect(parseWhere(text, COLUMNS).source).toBe(source)
    expect(parseWhere(source, COLUMNS).source).toBe(source)
  })
})

describe('terms', () => {
  it.each([
    ['true', []],
    ['true and is_shadow', ['is_shadow']],
    ['false and is_shadow', ['false', 'is_shadow']],
    ['(aspect > 1 and is_shadow) and punsafe < 1', ['aspect > 1', 'is_shadow', 'punsafe < 1']],
    ['aspect > 1 and (is_shadow and punsafe < 1)', ['aspect > 1', 'is_shadow', 'punsafe < 1']],
    ['aspect between 1 and 2 and is_shadow', ['aspect between 1 and 2', 'is_shadow']],
    ['(aspect > 1 or is_shadow) and punsafe < 1', ['aspect > 1 or is_shadow', 'punsafe < 1']],
    ['is_shadow and is_shadow', ['is_shadow']],
  ])('%s has %j', (text, sources) => {
    expect(parseWhere(text, COLUMNS).terms.map(({ source }) => source)).toEqual(sources)
  })

  it.each([
    ['original_width >= 200', 'original_width', 200, ['original_width']],
    ['not (punsafe > 0.5)', 'punsafe', 0.5, ['punsafe']],
    ['aspect between 0.5 and 2', 'aspect', null, ['aspect']],
    ['original_width in (1, 2)', 'original_width', null, ['original_width']],
    ["language = 'en'", null, null, ['language']],
    ["language in ('en')", null, null, ['language']],
    ['punsafe is null', null, null, ['punsafe']],
    ['punsafe < 1 or aspect > 1 or punsafe is null', null, null, ['punsafe', 'aspect']],
  ])('%s scores %s against %s', (text, scoreColumn, threshold, columns) => {
    const [term] = parseWhere(text, COLUMNS).terms
    expect(term).toMatchObject({ scoreColumn, threshold, columns })
  })
})

describe('problems', () => {
  it.each([
    ['', 0, 'Expected a column, not, true, false or ( for where, got the end'],
    ['aspect', 0, 'Expected a comparison for aspect, got the number column alone'],
    ['aspect >', 8, 'Expected a literal for aspect, got the end'],
    ['aspect > 1 and', 14, 'Expected a column, not, true, false or ( for where, got the end'],
    ['(aspect > 1', 11, 'Expected and, or, or ) for where, got the end'],
    ['aspect > 1)', 10, 'Expected and, or, or the end for where, got )'],
    [
      '1 < aspect < 2',
      0,
      'Expected a column, not, true, false or ( for where, got 1; write the column first, as in x >= 1',
    ],
    ['aspect > 1 < 2', 11, 'Expected and, or, or the end for where, got <'],
    ['aspect = null', 9, 'Expected a literal for aspect, got null; write aspect is null'],
    ['aspect not 5', 11, 'Expected in, between or contains after aspect not for where, got 5'],
    ['aspect contains 5', 0, 'Expected a string column before contains, got aspect'],
    ['language contains 5', 18, 'Expected a string for language, got 5'],
    ['aspect is 5', 10, 'Expected null after is for where, got 5'],
    ['aspect between 1 or 2', 17, 'Expected and after between 1 for where, got or'],
    ['language in ()', 13, 'Expected a literal for language, got )'],
    ["language in 'en'", 12, "Expected ( after in for where, got 'en'"],
    ["language in ('en' 'de')", 18, "Expected , or ) for where, got 'de'"],
    ["language = 'en", 11, "Expected a closing quote for where, got the end after 'en"],
    ['aspect > 5px', 9, 'Expected a space after the number 5 for where, got p'],
    ['aspect > 1e999', 9, 'Expected a number within double range for where, got 1e999'],
    [
      'language = "en"',
      11,
      'Expected a column, operator or literal for where, got "; write strings in single quotes, ' +
        "as in 'en', and columns without quotes",
    ],
    ['is_shadow && true', 10, 'Expected a column, operator or literal for where, got &; write and'],
    ['is_shadow -- comment', 10, 'Expected a column, operator or literal for where, got -'],
    ['is_shadow; drop table x', 9, 'Expected a column, operator or literal for where, got ;'],
    ['lower(language)', 5, 'Expected and, or, or the end for where, got ('],
    ["language = 'a\0b'", 13, 'Expected well-formed text without NUL for where, got another character'],
    ["language = '\ud800'", 12, 'Expected well-formed text without NUL for where, got another character'],
    ["original_width > 'big'", 17, "Expected a number for original_width, got 'big'"],
    ['language > 5', 11, 'Expected a string for language, got 5'],
    ['language in (true)', 13, 'Expected a string for language, got true'],
    ["is_shadow = 'yes'", 12, "Expected true or false for is_shadow, got 'yes'"],
    ['is_shadow < true', 0, 'Expected = or != for the boolean column is_shadow, got <'],
    ['original_width = 2.5', 17, 'Expected a whole number for original_width, which holds no other, got 2.5'],
    [
      'Original_Width > 1',
      0,
      `Expected a known column for where, got Original_Width; did you mean original_width?`,
    ],
    ['pusnafe > 1', 0, `Expected a known column for where, got pusnafe; did you mean punsafe?`],
    [
      'xyz_qqq = 1',
      0,
      'Expected a known column for where, got xyz_qqq (columns: original_width, aspect, punsafe, language, url_domain, is_shadow)',
    ],
  ])('%j: at %i %s', (text, position, message) => {
    expect(problemsOf(text)).toEqual([{ position, message }])
  })

  it('reports every type error at once, an unknown column once, in order', () => {
    const problems = problemsOf("nope > 1 and language > 5 and (nope = 2 or not (aspect in (1, 'x', true)))")
    expect(problems.map(({ position }) => position)).toEqual([0, 24, 62, 67])
  })

  it('says where in its message', () => {
    expect(() => parseWhere('language > 5', COLUMNS)).toThrow(
      'Expected a string for language, got 5 (at character 12)',
    )
  })

  it('stays short however many mistakes there are', () => {
    const text = Array.from({ length: 1000 }, (_, index) => `c${index}>1`).join(' or ')
    expect(problemsOf(text.slice(0, text.lastIndexOf(' or ', 10_000)))).toHaveLength(20)
  })
})

describe('limits', () => {
  it.each([
    ['parentheses', (depth: number) => `${'('.repeat(depth)}is_shadow${')'.repeat(depth)}`],
    ['not', (depth: number) => `${'not '.repeat(depth)}is_shadow`],
  ])('accepts 50 levels of %s and refuses 51', (_name, nest) => {
    expect(problemsOf(nest(50))).toEqual([])
    expect(problemsOf(nest(51))[0]?.message).toBe('Expected at most 50 levels of nesting for where, got more')
  })

  it.each(['('.repeat(10_000), `${'not '.repeat(2499)}true`, '(not '.repeat(2000)])(
    'refuses hostile depth without overflowing (%#)',
    (text) => {
      expect(problemsOf(text)[0]?.message).toMatch(/^Expected at most 50 levels/)
    },
  )

  it('refuses 10,001 characters and accepts a list or chain as long as fits', () => {
    expect(problemsOf('true'.padEnd(10_000))).toEqual([])
    expect(problemsOf('true'.padEnd(10_001))[0]?.message).toBe(
      'Expected at most 10000 characters for where, got 10001',
    )
    expect(problemsOf(`aspect in (${Array(4_990).fill('1').join(',')})`)).toEqual([])
    expect(problemsOf(Array(700).fill('is_shadow').join(' or '))).toEqual([])
  })
})
