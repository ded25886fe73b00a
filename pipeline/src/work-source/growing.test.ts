import { describe, expect, it } from 'vitest'
import { growing } from './in-process.js'

const unit = (id: string) => ({ id, inputs: [] })
const OPTIONS = { attempts: 2, backoffMs: () => 0 }

const settled = async <T>(promise: Promise<T>): Promise<T | 'waits'> =>
  Promise.race([promise, new Promise<'waits'>((done) => setImmediate(() => done('waits')))])

describe('a growing source', () => {
  it('lets a worker wait for units that are still to come, until there will be no more', async () => {
    const source = growing([unit('a')], OPTIONS)
    expect((await source.lease())?.unit.id).toBe('a')
    const second = source.lease()
    const third = source.lease()
    expect(await settled(second)).toBe('waits')
    source.add([unit('b')])
    expect(await second).toMatchObject({ unit: { id: 'b' }, attempt: 1 })
    source.noMore()
    // What is under way may fail and come back.
    expect(await settled(third)).toBe('waits')
    await source.done({ unit: unit('a'), attempt: 1 })
    await source.fail({ unit: unit('b'), attempt: 1 }, new Error('once'))
    expect(await third).toMatchObject({ unit: { id: 'b' }, attempt: 2 })
    await source.done({ unit: unit('b'), attempt: 2 })
    expect(await source.lease()).toBeNull()
  })

  it('stops although more could come', async () => {
    const source = growing([], OPTIONS)
    const lease = source.lease()
    source.stop()
    expect(await lease).toBeNull()
  })
})
