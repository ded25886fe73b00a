import { expect, it } from 'vitest'
import { createPermits } from './permits.js'

const live = new AbortController().signal

it('lets in as many as there are places, the rest in turn', async () => {
  const permits = createPermits(2)
  const order: number[] = []
  const leaves = [await permits.acquire(live), await permits.acquire(live)]
  const waiting = [1, 2].map((n) => permits.acquire(live).then((leave) => [order.push(n), leave] as const))
  await Promise.resolve()
  expect(order).toEqual([])
  leaves[0]?.()
  const [, leave] = await (waiting[0] ?? Promise.reject())
  expect(order).toEqual([1])
  leave()
  await waiting[1]
  expect(order).toEqual([1, 2])
})

it('forgets who gave up, and loses no place by it', async () => {
  const permits = createPermits(1)
  const leave = await permits.acquire(live)
  const stop = new AbortController()
  const gone = permits.acquire(stop.signal)
  const next = permits.acquire(live)
  stop.abort(new Error('enough'))
  await expect(gone).rejects.toThrow('enough')
  await expect(permits.acquire(stop.signal)).rejects.toThrow('enough')
  leave()
  await next
})
