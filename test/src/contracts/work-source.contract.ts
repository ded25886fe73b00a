import type { Unit } from '@warc2dataset/pipeline/phases/phase'
import type { Lease, WorkOptions, WorkSource } from '@warc2dataset/pipeline/work-source/work-source'
import { describe, expect, it } from 'vitest'

/** Opens the sources of all tasks over the same units: one task takes all, several share them. */
export type OpenSources = (units: readonly Unit[], options: WorkOptions) => readonly WorkSource[]

export function unitsNamed(...ids: readonly string[]): readonly Unit[] {
  return ids.map((id) => ({ id, inputs: [] }))
}

const manyUnits = (count: number): readonly Unit[] =>
  unitsNamed(...Array.from({ length: count }, (_, index) => String(index).padStart(5, '0')))
const idsOf = (units: readonly Unit[]): readonly string[] => units.map(({ id }) => id)
const patient: WorkOptions = { attempts: 3, backoffMs: () => 0 }
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Lets `lessees` workers per source take units until none is left; `work` rejects to fail one. */
async function drain(
  sources: readonly WorkSource[],
  lessees: number,
  work: (lease: Lease) => Promise<void>,
): Promise<readonly Lease[]> {
  const leases: Lease[] = []
  const lessee = async (source: WorkSource): Promise<void> => {
    for (let lease = await source.lease(); lease !== null; lease = await source.lease()) {
      const held = lease
      leases.push(held)
      await source.heartbeat(held)
      await work(held).then(
        () => source.done(held),
        (error: Error) => source.fail(held, error),
      )
    }
  }
  await Promise.all(sources.flatMap((source) => Array.from({ length: lessees }, () => lessee(source))))
  return leases
}

/** True once the promise has settled; a promise that waits stays false for several turns. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  void promise.then(() => {
    settled = true
  })
  for (let turn = 0; turn < 5; turn += 1) await nextTurn()
  return settled
}

/** The source that hands out `id`, and its lease; for sources over one unit each. */
async function leaseOf(sources: readonly WorkSource[]): Promise<readonly [WorkSource, Lease]> {
  for (const source of sources) {
    const lease = await source.lease()
    if (lease !== null) return [source, lease]
  }
  throw new Error('Expected a source with a unit, got none')
}

export function workSourceContract(name: string, open: OpenSources): void {
  describe(`work source contract: ${name}`, () => {
    it.each([1, 2, 7])(
      'hands every unit out exactly once to %i lessees when all succeed',
      async (lessees) => {
        const units = manyUnits(23)
        const leases = await drain(open(units, patient), lessees, nextTurn)
        expect(leases.map(({ unit }) => unit.id).sort()).toEqual(idsOf(units))
        expect(leases.every(({ attempt }) => attempt === 1)).toBe(true)
      },
    )

    it('hands out nothing if there is nothing', async () => {
      for (const source of open([], patient)) {
        expect(await source.lease()).toBeNull()
        expect(source.quarantined()).toEqual([])
      }
    })

    it('hands out the whole unit, inputs included', async () => {
      const input = { phase: 'plan', unit: '00001', generation: 2, sha256: 'f'.repeat(64) }
      const [, lease] = await leaseOf(open([{ id: '00001', inputs: [input] }], patient))
      expect(lease).toEqual({ unit: { id: '00001', inputs: [input] }, attempt: 1 })
    })

    it('never hands a unit to two lessees at the same time, retries included', async () => {
      const held = new Set<string>()
      let most = 0
      const sources = open(manyUnits(12), patient)
      await drain(sources, 4, async ({ unit, attempt }) => {
        expect(held.has(unit.id)).toBe(false)
        held.add(unit.id)
        most = Math.max(most, held.size)
        await nextTurn()
        held.delete(unit.id)
        if (attempt < 3) throw new Error('again')
      })
      expect(most).toBeGreaterThanOrEqual(4)
      expect(sources.flatMap((source) => source.quarantined())).toEqual([])
    })

    it.each([1, 3])('quarantines what fails %i times, and finishes the others', async (attempts) => {
      const units = manyUnits(9)
      const sources = open(units, { attempts, backoffMs: () => 0 })
      const leases = await drain(sources, 2, async ({ unit, attempt }) => {
        if (unit.id === '00004') throw new Error(`attempt ${attempt}`)
      })
      const tries = leases.filter(({ unit }) => unit.id === '00004').map(({ attempt }) => attempt)
      expect(tries).toEqual(Array.from({ length: attempts }, (_, index) => index + 1))
      const others = leases.filter(({ unit }) => unit.id !== '00004').map(({ unit }) => unit.id)
      expect(others.sort()).toEqual(idsOf(units).filter((id) => id !== '00004'))
      expect(sources.flatMap((source) => source.quarantined())).toEqual([
        { unit: '00004', error: new Error(`attempt ${attempts}`) },
      ])
    })

    it('asks for a pause before each further attempt, and none after the last', async () => {
      const asked: number[] = []
      const backoffMs = (attempt: number): number => {
        asked.push(attempt)
        return 0
      }
      await drain(open(unitsNamed('a'), { attempts: 4, backoffMs }), 3, async () => {
        throw new Error('always')
      })
      expect(asked).toEqual([1, 2, 3])
    })

    it('keeps the pause', async () => {
      const pauses: number[] = []
      let failedAt = Number.NaN
      await drain(open(unitsNamed('a'), { attempts: 2, backoffMs: () => 60 }), 2, async ({ attempt }) => {
        if (attempt === 2) pauses.push(performance.now() - failedAt)
        failedAt = performance.now()
        throw new Error('always')
      })
      expect(pauses.length).toBe(1)
      expect(pauses[0]).toBeGreaterThanOrEqual(58)
    })

    it('lets a lessee wait while a unit is under way, and sends it away once that is done', async () => {
      const [source, lease] = await leaseOf(open(unitsNamed('a'), patient))
      const waiting = source.lease()
      expect(await isSettled(waiting)).toBe(false)
      await source.done(lease)
      expect(await waiting).toBeNull()
      expect(await source.lease()).toBeNull()
    })

    it('gives the unit of a lessee that failed to one that waits', async () => {
      const [source, lease] = await leaseOf(open(unitsNamed('a'), { attempts: 2, backoffMs: () => 5 }))
      const waiting = [source.lease(), source.lease()]
      await source.fail(lease, new Error('first'))
      const again = await waiting[0]
      expect(again).toEqual({ unit: lease.unit, attempt: 2 })
      expect(await isSettled(waiting[1] ?? Promise.reject())).toBe(false)
      await source.fail(again ?? lease, new Error('second'))
      expect(await waiting[1]).toBeNull()
      expect(source.quarantined()).toEqual([{ unit: 'a', error: new Error('second') }])
    })

    it('releases every lessee that waits when it is stopped, and hands out nothing more', async () => {
      const [source, lease] = await leaseOf(open(unitsNamed('a'), patient))
      const waiting = [source.lease(), source.lease(), source.lease()]
      source.stop()
      expect(await Promise.all(waiting)).toEqual([null, null, null])
      await source.fail(lease, new Error('no more'))
      expect(await source.lease()).toBeNull()
      expect(source.quarantined()).toEqual([])
    })

    it('hands out nothing if it was stopped before the first lease', async () => {
      for (const source of open(manyUnits(4), patient)) {
        source.stop()
        source.stop()
        expect(await source.lease()).toBeNull()
      }
    })
  })
}
