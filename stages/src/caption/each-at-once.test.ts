import { expect, it } from 'vitest'
import { eachAtOnce } from './each-at-once.js'

async function* numbers(count: number): AsyncGenerator<number> {
  for (let n = 0; n < count; n++) yield n
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('works on every item, never on more at once than it may', async () => {
  const seen: number[] = []
  let [now, most] = [0, 0]
  await eachAtOnce(numbers(50), 3, async (n) => {
    most = Math.max(most, ++now)
    await turn()
    now -= 1
    seen.push(n)
  })
  expect([seen.sort((a, b) => a - b), most]).toEqual([Array.from({ length: 50 }, (_, n) => n), 3])
})

it('begins nothing after a failure, and finishes what is under way', async () => {
  const [begun, done]: [number[], number[]] = [[], []]
  const work = eachAtOnce(numbers(50), 3, async (n) => {
    begun.push(n)
    await turn()
    if (n === 4) throw new Error('four')
    await turn()
    done.push(n)
  })
  await expect(work).rejects.toThrow('four')
  expect(begun.length).toBeLessThan(9)
  expect(done.sort()).toEqual(begun.filter((n) => n !== 4).sort())
})

it('rejects with what the source throws', async () => {
  const broken = (async function* (): AsyncGenerator<number> {
    yield 1
    throw new Error('no more')
  })()
  await expect(eachAtOnce(broken, 2, turn)).rejects.toThrow('no more')
})
