import { inProcess } from '@warc2dataset/pipeline/work-source/in-process'
import { shareOf, staticTask } from '@warc2dataset/pipeline/work-source/static-task'
import { describe, expect, it } from 'vitest'
import { type OpenSources, unitsNamed, workSourceContract } from './work-source.contract.js'

const tasks =
  (count: number): OpenSources =>
  (units, options) =>
    Array.from({ length: count }, (_, index) =>
      staticTask(units, { index, count }, { ...options, isPending: () => true }),
    )

workSourceContract('in process', (units, options) => [inProcess(units, options)])
workSourceContract('one static task', tasks(1))
workSourceContract('two static tasks', tasks(2))
workSourceContract('three static tasks', tasks(3))
workSourceContract('more static tasks than units', tasks(30))

describe('staticTask', () => {
  const units = unitsNamed('a', 'b', 'c', 'd', 'e')

  it.each([1, 2, 3, 7])('shares units among %i tasks without overlap, whoever else is done', (count) => {
    const shares = Array.from({ length: count }, (_, index) => shareOf(units, { index, count }))
    const ids = shares.flat().map(({ id }) => id)
    expect(ids.sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
    const sizes = shares.map((share) => share.length)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  })

  it('does not move a unit to another task when units before it are committed', async () => {
    const source = staticTask(
      units,
      { index: 0, count: 2 },
      { attempts: 1, backoffMs: () => 0, isPending: ({ id }) => id !== 'a' && id !== 'b' },
    )
    const leases = [await source.lease(), await source.lease()]
    expect(leases.map((lease) => lease?.unit.id)).toEqual(['c', 'e'])
  })
})
