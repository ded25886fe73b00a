import { describe, expect, it } from 'vitest'
import { matchPattern, readPattern } from './path-pattern.js'

const meets = (pattern: string, path: string) => matchPattern(readPattern(pattern), path)

/** All the positions that a prefix of the pattern can reach: slow, and nothing in common with the matcher. */
function reaches(pattern: string, path: string): boolean {
  let positions = new Set([0])
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]
    if (char === '$' && at === pattern.length - 1) return positions.has(path.length)
    const next = new Set<number>()
    for (const position of positions) {
      if (char === '*') for (let to = position; to <= path.length; to++) next.add(to)
      else if (path[position] === char) next.add(position + 1)
    }
    positions = next
  }
  return positions.size > 0
}

/** Numerical Recipes' linear congruential generator. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const text = (random: (below: number) => number, alphabet: string, length: number) =>
  Array.from({ length }, () => alphabet[random(alphabet.length)]).join('')

describe('special characters, RFC 9309 §2.2.3', () => {
  it.each<[string, string, boolean]>([
    ['/a', '/a', true],
    ['/a', '/ab', true],
    ['/a$', '/ab', false],
    ['/a*$', '/ab', true],
    ['/*a$', '/aba', true],
    ['/*ab$', '/ab/aab', true],
    ['/a*a$', '/a', false],
    ['/aa*a$', '/aa', false],
    ['*', '/', true],
    ['*$', '/x', true],
    ['$', '/', false],
    ['/**b', '/ab', true],
    ['/*b*c$', '/abc', true],
    ['/*b*b$', '/ab', false],
    ['/*bc*c$', '/abc', false],
  ])('%s meets %s: %s', (pattern, path, expected) => {
    expect(reaches(pattern, path)).toBe(expected)
    expect(meets(pattern, path)).toBe(expected)
  })

  it('agrees with trying every position, 4,000 random short patterns', () => {
    const random = generator(9309)
    let matches = 0
    for (let round = 0; round < 4_000; round++) {
      const pattern = `/${text(random, 'aab**', random(9))}${random(3) === 0 ? '$' : ''}`
      const path = `/${text(random, 'ab', random(12))}`
      const expected = reaches(pattern, path)
      expect(meets(pattern, path), `${pattern} on ${path}`).toBe(expected)
      if (expected) matches++
    }
    expect(matches).toBeGreaterThan(400)
    expect(matches).toBeLessThan(3_600)
  })

  it('finds a long part that begins within a failed one', () => {
    const [a, b] = ['a'.repeat(20), `${'a'.repeat(21)}b`]
    const path = `/${a}b${b}${b}${a}c`
    expect(reaches(`/*${a}b${b}${a}c`, path)).toBe(true)
    expect(meets(`/*${a}b${b}${a}c`, path)).toBe(true)
  })

  it('agrees with trying every position, 300 parts too long for indexOf', () => {
    const random = generator(1977)
    let matches = 0
    for (let round = 0; round < 300; round++) {
      const unit = text(random, 'ab', 1 + random(3))
      const path = `/${unit.repeat(20 + random(40))}${text(random, 'ab', 5)}${unit.repeat(20)}`
      const cut = 1 + random(12)
      const part = `${path.slice(cut, cut + 33 + random(40))}${text(random, 'ab', random(2))}`
      const pattern = `/*${part}*${text(random, 'ab', random(4))}${random(2) === 0 ? '$' : ''}`
      const expected = reaches(pattern, path)
      expect(meets(pattern, path), `${pattern} on ${path}`).toBe(expected)
      if (expected) matches++
    }
    expect(matches).toBeGreaterThan(30)
    expect(matches).toBeLessThan(270)
  })
})

describe('hostile patterns end', () => {
  const LONG = 200_000

  it.each<[string, string, string, boolean]>([
    ['5,000 × *a, then b, on a path of a', `/${'*a'.repeat(5_000)}*b`, `/${'a'.repeat(LONG)}`, false],
    ['5,000 × *a to the end of a path of a', `/${'*a'.repeat(5_000)}$`, `/${'a'.repeat(LONG)}`, true],
    ['5,000 stars in a row', `/${'*'.repeat(5_000)}b$`, `/${'a'.repeat(LONG)}`, false],
    ['a part of a half as long as the path', `/*${'a'.repeat(LONG / 2)}b`, `/${'a'.repeat(LONG)}`, false],
    ['a part that fits in the end only', `/*${'a'.repeat(LONG / 2)}b`, `/${'a'.repeat(LONG + 7)}b`, true],
  ])('%s', (_name, pattern, path, expected) => {
    expect(meets(pattern, path)).toBe(expected)
  })
})
