import { expect, test, vi } from 'vitest'
import { rememberWords } from './remember-words.js'

test('asks once for a word, again once there were too many, and each time for a long one', () => {
  const encode = vi.fn((word: string) => [word.length])
  const ids = rememberWords(encode, 3)
  const asked = () => encode.mock.calls.splice(0).map(([word]) => word)
  expect(['a', 'bb', 'a', 'ccc', 'bb'].map(ids)).toEqual([[1], [2], [1], [3], [2]])
  expect(asked()).toEqual(['a', 'bb', 'ccc'])
  expect(['d', 'a'].map(ids)).toEqual([[1], [1]])
  expect(asked()).toEqual(['d', 'a'])
  const long = 'x'.repeat(65)
  expect([long, long].map(ids)).toEqual([[65], [65]])
  expect(asked()).toEqual([long, long])
})
