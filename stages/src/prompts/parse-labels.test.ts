import { expect, it } from 'vitest'
import { parseLabels } from './parse-labels.js'

const problemOf = (text: string): string => {
  const parsed = parseLabels(text)
  return parsed.ok ? '' : (parsed.problems[0] ?? '')
}

it('reads a label a line: comments, blank lines, white space and a byte order mark are none', () => {
  const text = '\uFEFF# animals\r\n  cat \r\n\r\n\t\ndog, puppy\n   # not this\nhot # dog\rCafe\u0301\n'
  expect(parseLabels(text)).toEqual({ ok: true, labels: ['cat', 'dog, puppy', 'hot # dog', 'Caf\u00e9'] })
})

it.each([
  ['', 'Expected at least 2 labels, one a line, got 0'],
  ['# nothing\n\n', 'Expected at least 2 labels, one a line, got 0'],
  ['cat\n', 'Expected at least 2 labels, one a line, got 1'],
  ['cat\n\ndog\n cat', 'line 4: Expected each label once, got "cat" of line 1 again'],
  [`cat\n${'x'.repeat(101)}`, 'line 2: Expected a label of at most 100 characters, got 101'],
  ['cat\nd\u001bog', 'line 2: Expected a label without control characters, got "d\\u001bog"'],
])('%j is refused with its line', (text, problem) => {
  expect(problemOf(text)).toContain(problem)
})

it('takes 100,000 labels and refuses one more by its line', () => {
  const many = Array.from({ length: 100_000 }, (_, n) => `label ${n}`)
  expect(parseLabels(many.join('\n')).ok).toBe(true)
  expect(problemOf(`#\n${many.join('\n')}\nmore`)).toBe(
    'line 100002: Expected at most 100000 labels, got one more',
  )
})

it('tells of ten problems at most', () => {
  const parsed = parseLabels('same\n'.repeat(50))
  expect(parsed.ok ? [] : parsed.problems).toHaveLength(10)
})
