import { describe, expect, it } from 'vitest'
import { type Commit, commitSchema } from './commit.js'

const hex = '0123456789abcdef'.repeat(4)
const commit: Commit = {
  version: 1,
  phase: 'fetch',
  unit: '00001',
  generation: 2,
  fingerprint: hex,
  inputs: [{ phase: 'plan', unit: '*', generation: 0, sha256: hex }],
  counts: { in: 3, kept: 1, shadow: 0, dropped: { url_bad: 1 }, failed: { http_status: 1 } },
  account: { archive: { bytes: 7, nested: [1, { a: null }] } },
  files: [{ name: 'fetched/00001.g2.tar', bytes: 0, sha256: hex }],
  config: { fetch: { max_bytes: 1 } },
  environment: { node: 'v20', pid: 1 },
  times: { started: 1.5, ended: 2 },
}

const without = (name: keyof Commit): object =>
  Object.fromEntries(Object.entries(commit).filter(([key]) => key !== name))

describe('commitSchema', () => {
  it('gives back what was written, byte for byte: inputs are compared as text', () => {
    const text = JSON.stringify(commit)
    expect(JSON.stringify(commitSchema.parse(JSON.parse(text)))).toBe(text)
  })

  it.each(Object.keys(commit).filter((name) => name !== 'config') as (keyof Commit)[])('needs %s', (name) => {
    expect(commitSchema.safeParse(without(name)).success).toBe(false)
  })

  it.each<[string, object]>([
    ['an unknown field', { extra: 1 }],
    ['a version of later', { version: 2 }],
    ['an unknown phase', { phase: 'dream' }],
    ['a negative count', { counts: { ...commit.counts, in: -1 } }],
    ['a count that is no whole number', { counts: { ...commit.counts, kept: 0.5 } }],
    ['a count of a reason below 0', { counts: { ...commit.counts, dropped: { url_bad: -1 } } }],
    ['a short hash', { files: [{ name: 'a', bytes: 1, sha256: 'abc' }] }],
    ['a hash in capitals', { fingerprint: hex.toUpperCase() }],
    ['a size below 0', { files: [{ name: 'a', bytes: -1, sha256: hex }] }],
  ])('refuses %s', (_, changes) => {
    expect(commitSchema.safeParse({ ...commit, ...changes }).success).toBe(false)
  })
})
