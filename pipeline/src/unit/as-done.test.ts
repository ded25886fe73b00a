import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { asDone } from './as-done.js'

async function* numbers(count: number, pulled: number[] = []): AsyncGenerator<number> {
  for (let n = 0; n < count; n++) {
    pulled.push(n)
    yield n
  }
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of source) all.push(item)
  return all
}

describe('asDone', () => {
  it('gives every result once, and never works on more than the limit', async () => {
    let now = 0
    let most = 0
    const results = await collect(
      asDone(numbers(50), 7, async (n) => {
        now += 1
        most = Math.max(most, now)
        await sleep(n % 5)
        now -= 1
        return n
      }),
    )
    expect(results.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n))
    expect(most).toBe(7)
  })

  it('lets the quick pass the slow, and keeps the order with a limit of 1', async () => {
    const work = async (n: number): Promise<number> => {
      if (n === 0) await sleep(50)
      return n
    }
    expect((await collect(asDone(numbers(4), 2, work))).at(-1)).toBe(0)
    expect(await collect(asDone(numbers(4), 1, work))).toEqual([0, 1, 2, 3])
  })

  it('pulls no further after a failure, waits for what is under way, and throws it', async () => {
    const pulled: number[] = []
    const ended: number[] = []
    const run = collect(
      asDone(numbers(100, pulled), 3, async (n) => {
        if (n === 1) throw new Error('no')
        await sleep(20)
        ended.push(n)
        return n
      }),
    )
    await expect(run).rejects.toThrow('no')
    expect(pulled).toEqual([0, 1, 2])
    expect(ended.toSorted()).toEqual([0, 2])
  })
})
