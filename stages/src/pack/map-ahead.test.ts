import { setImmediate, setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { mapAhead } from './map-ahead.js'

async function* numbers(to: number): AsyncGenerator<number> {
  for (let n = 0; n < to; n++) yield n
}

describe('mapAhead', () => {
  it.each([0, 1, 3, 50])('keeps the order with %i ahead, and no more than that under way', async (ahead) => {
    let running = 0
    let most = 0
    const work = async (n: number) => {
      most = Math.max(most, ++running)
      // The later of two neighbours is ready first.
      await setTimeout(n % 2 === 0 ? 4 : 1)
      running--
      return n * 10
    }
    const got: number[] = []
    for await (const value of mapAhead(numbers(20), ahead, work)) got.push(value)
    expect(got).toEqual(Array.from({ length: 20 }, (_, n) => n * 10))
    expect(most).toBe(Math.min(20, ahead + 1))
  })

  it('rejects with the failure of its turn, after what is under way', async () => {
    const ended: number[] = []
    const work = async (n: number) => {
      await setImmediate()
      if (n === 2) throw new Error('number 2')
      await setTimeout(5)
      ended.push(n)
      return n
    }
    const got: number[] = []
    const run = async () => {
      for await (const value of mapAhead(numbers(100), 3, work)) got.push(value)
    }
    await expect(run()).rejects.toThrow('number 2')
    expect(got).toEqual([0, 1])
    expect(ended).toEqual([0, 1, 3, 4, 5])
  })
})
