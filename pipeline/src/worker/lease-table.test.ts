import { describe, expect, it } from 'vitest'
import { openLeaseTable } from './lease-table.js'

const settled = async (promise: Promise<void>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<boolean>((done) => setImmediate(() => done(false)))])

describe('a lease table', () => {
  it('lets two hold one name over all holders, and the longest waiting next', async () => {
    const table = openLeaseTable()
    const [a, b] = [{}, {}]
    await table.take(a, 'site', 2)
    await table.take(b, 'site', 2)
    const third = table.take(a, 'site', 2)
    const fourth = table.take(b, 'site', 2)
    expect(await settled(table.take(a, 'other', 2))).toBe(true)
    expect(await settled(third)).toBe(false)
    table.giveBack(b, 'site')
    expect(await settled(third)).toBe(true)
    expect(await settled(fourth)).toBe(false)
    table.giveBack(a, 'site')
    expect(await settled(fourth)).toBe(true)
  })

  it('frees what a process held that is gone, and hands it no more', async () => {
    const table = openLeaseTable()
    const [gone, left] = [{}, {}]
    await table.take(gone, 'site', 1)
    const dead = table.take(gone, 'site', 1)
    const alive = table.take(left, 'site', 1)
    table.forget(gone)
    expect(await settled(alive)).toBe(true)
    expect(await settled(dead)).toBe(false)
  })

  it('takes back only what is held', async () => {
    const table = openLeaseTable()
    table.giveBack({}, 'site')
    await table.take({}, 'site', 1)
    table.giveBack({}, 'site')
    expect(await settled(table.take({}, 'site', 1))).toBe(false)
  })

  it('spends a limited number once, whoever asks', () => {
    const table = openLeaseTable()
    expect([1, 2, 3, 4].map(() => table.spend('requests', 3))).toEqual([true, true, true, false])
    expect(table.spend('others', 1)).toBe(true)
    expect(table.spend('requests', 0)).toBe(false)
  })
})
