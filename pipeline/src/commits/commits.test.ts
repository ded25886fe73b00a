import type { Commit } from '@warc2dataset/schemas'
import { beforeEach, describe, expect, it } from 'vitest'
import { openMemory } from '../storage/memory.js'
import type { Storage } from '../storage/storage.js'
import { staleGeneration } from '../worker/crew.js'
import {
  digestOf,
  filesUnder,
  inputOf,
  inputOfAll,
  readCommits,
  retireOthers,
  writeCommit,
} from './commits.js'

const A = 'a'.repeat(64)
const B = 'b'.repeat(64)

function commit(unit: string, changes: Partial<Commit> = {}): Commit {
  return {
    version: 1,
    phase: 'extract',
    unit,
    generation: 0,
    fingerprint: A,
    inputs: [],
    counts: { in: 1, kept: 1, shadow: 0, dropped: {}, failed: {} },
    account: { records: 3 },
    files: [{ name: `candidates/${unit}.parquet`, bytes: 5, sha256: A }],
    config: { x: 1 },
    environment: { host: 'here' },
    times: { started: 1, ended: 2 },
    ...changes,
  }
}

let storage: Storage
beforeEach(() => {
  storage = openMemory()
})

describe('readCommits', () => {
  it('gives the highest generation of each unit, by number, in unit order', async () => {
    for (const generation of [10, 9, 0, 2]) await writeCommit(storage, commit('00001', { generation }))
    await writeCommit(storage, commit('00000', { generation: 1 }))
    const found = await readCommits(storage, 'extract', A)
    expect([...found].map(([unit, { generation }]) => [unit, generation])).toEqual([
      ['00000', 1],
      ['00001', 10],
    ])
  })

  it('keeps units apart whose names hold dots, and phases and fingerprints', async () => {
    await writeCommit(storage, commit('a.1'))
    await writeCommit(storage, commit('a', { generation: 1 }))
    await writeCommit(storage, commit('b', { phase: 'dedup' }))
    await writeCommit(storage, commit('c', { fingerprint: B }))
    expect([...(await readCommits(storage, 'extract', A)).keys()]).toEqual(['a', 'a.1'])
  })

  it('sees only commits: files without one and other names do not exist', async () => {
    await storage.create('candidates/00009.parquet', Buffer.from('x'))
    await storage.create(`commits/extract/${A.slice(0, 16)}/note.txt`, Buffer.from('x'))
    expect([...(await readCommits(storage, 'extract', A))]).toEqual([])
  })

  it('rejects a damaged commit instead of passing over it', async () => {
    await storage.create(`commits/extract/${A.slice(0, 16)}/00000.0.json`, Buffer.from('{"version":1'))
    await expect(readCommits(storage, 'extract', A)).rejects.toThrow()
  })
})

describe('writeCommit', () => {
  it('lets a second writer of the same output pass: the first commit stands', async () => {
    await writeCommit(storage, commit('00000'))
    await writeCommit(
      storage,
      commit('00000', { times: { started: 9, ended: 10 }, environment: { host: 'there' } }),
    )
    expect((await readCommits(storage, 'extract', A)).get('00000')?.environment).toEqual({ host: 'here' })
  })

  it.each<[string, Partial<Commit>]>([
    ['file bytes', { files: [{ name: 'candidates/00000.parquet', bytes: 5, sha256: B }] }],
    ['counts', { counts: { in: 2, kept: 2, shadow: 0, dropped: {}, failed: {} } }],
    ['account', { account: { records: 4 } }],
  ])('refuses a second writer of the same generation with other %s', async (_, changes) => {
    await writeCommit(storage, commit('00000'))
    await expect(writeCommit(storage, commit('00000', changes))).rejects.toThrow('to hold the same files')
    expect((await readCommits(storage, 'extract', A)).get('00000')).toEqual(commit('00000'))
  })

  it('of two writers at once that differ, one fails', async () => {
    const other = commit('00000', { account: { records: 4 } })
    const ends = await Promise.allSettled([
      writeCommit(storage, commit('00000')),
      writeCommit(storage, other),
    ])
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('retireOthers', () => {
  it('removes the commits of other fingerprints of this phase only', async () => {
    await writeCommit(storage, commit('00000'))
    await writeCommit(storage, commit('00000', { fingerprint: B }))
    await writeCommit(storage, commit('00001', { fingerprint: B, generation: 3 }))
    await writeCommit(storage, commit('00000', { fingerprint: B, phase: 'dedup' }))
    await retireOthers(storage, 'extract', A)
    expect((await readCommits(storage, 'extract', A)).size).toBe(1)
    expect((await readCommits(storage, 'extract', B)).size).toBe(0)
    expect((await readCommits(storage, 'dedup', B)).size).toBe(1)
  })
})

describe('staleGeneration', () => {
  const inputs = [inputOf(commit('00000'))]
  const done = commit('all', { phase: 'dedup', generation: 4, inputs })

  it('is 0 without a commit and null while the inputs are those of the commit', () => {
    expect(staleGeneration({ id: 'all', inputs }, undefined)).toBe(0)
    expect(staleGeneration({ id: 'all', inputs: [inputOf(commit('00000'))] }, done)).toBeNull()
  })

  it('still stands after the commit went through storage', async () => {
    await writeCommit(storage, done)
    const read = (await readCommits(storage, 'dedup', A)).get('all')
    expect(staleGeneration({ id: 'all', inputs }, read)).toBeNull()
  })

  it.each<[string, Partial<Commit>]>([
    ['bytes', { files: [] }],
    ['generation', { generation: 1 }],
  ])('is the next generation if an input has other %s', (_, changes) => {
    expect(staleGeneration({ id: 'all', inputs: [inputOf(commit('00000', changes))] }, done)).toBe(5)
  })

  it('is the next generation if an input came or went', () => {
    expect(staleGeneration({ id: 'all', inputs: [] }, done)).toBe(5)
    expect(staleGeneration({ id: 'all', inputs: [...inputs, ...inputs] }, done)).toBe(5)
  })
})

describe('inputs', () => {
  it('hold what a unit gave, not when or where', () => {
    const elsewhere = commit('00000', { environment: {}, times: { started: 7, ended: 8 }, config: null })
    expect(inputOf(elsewhere)).toEqual(inputOf(commit('00000')))
    expect(inputOf(commit('00000')).sha256).toBe(digestOf(commit('00000')))
  })

  it('of a whole phase change with any of its units', () => {
    const all = inputOfAll('extract', [commit('00000'), commit('00001')])
    expect(all).toMatchObject({ phase: 'extract', unit: '*', generation: 0 })
    for (const changes of [{ files: [] }, { account: {} }]) {
      expect(inputOfAll('extract', [commit('00000'), commit('00001', changes)]).sha256).not.toBe(all.sha256)
    }
    expect(inputOfAll('extract', [commit('00000')]).sha256).not.toBe(all.sha256)
    expect(inputOfAll('extract', []).generation).toBe(0)
  })

  it('list committed files under a prefix, in unit order', () => {
    expect(filesUnder([commit('00001'), commit('00000')], 'candidates/')).toEqual([
      'candidates/00001.parquet',
      'candidates/00000.parquet',
    ])
    expect(filesUnder([commit('00001')], 'records/')).toEqual([])
  })
})
