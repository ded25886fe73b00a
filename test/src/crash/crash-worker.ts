import { phases } from '@warc2dataset/pipeline/phases/index'
import type { Closable, Job, Phase } from '@warc2dataset/pipeline/phases/phase'
import { serveUnits } from '@warc2dataset/pipeline/worker/serve-units'
import type { PhaseName } from '@warc2dataset/schemas'
import { type CrashPoint, holdAtDiskCalls, holdHere, readPoint } from './crash-point.js'

/** Long enough for the first pictures of a shard, short enough for the last to be missing. */
const INTO_DECODING_MS = 40

const point = readPoint()
holdAtDiskCalls(point)
serveUnits(
  Object.fromEntries(
    Object.entries(phases).map(([name, phase]) => [name, heldInside(phase)]),
  ) as unknown as Readonly<Record<PhaseName, Phase>>,
  (event, fields) => {
    process.send?.({ kind: 'log', event, fields })
    if (point?.kind !== 'worker_log' || point.event !== event) return
    if (point.phase === fields['phase'] && point.unit === fields['unit']) holdHere()
  },
)

/** The phase as it is, but a process that runs the point's unit stops in the middle of it. */
function heldInside(phase: Phase): Phase {
  if (point?.kind !== 'inside' || point.phase !== phase.name) return phase
  return {
    ...phase,
    run: (job) => phase.run(job.unit === point.unit ? heldJob(job, point) : job),
  }
}

function heldJob(job: Job, { at, count }: Extract<CrashPoint, { kind: 'inside' }>): Job {
  let seen = 0
  const see = (what: typeof at): void => {
    if (what !== at) return
    seen += 1
    if (seen === count) holdHere()
  }
  const { storage } = job.view
  return {
    ...job,
    view: {
      ...job.view,
      storage: {
        ...storage,
        readAt: (...range) => {
          see('picture')
          return storage.readAt(...range)
        },
      },
    },
    output: (name) => {
      see('output')
      return job.output(name)
    },
    input: (name) => {
      see('input')
      return job.input(name)
    },
    shared: async <T extends Closable>(key: string, make: () => Promise<T>): Promise<T> => {
      const made = await job.shared(key, make)
      // The decoder's stage is the last to be opened: what follows is decoding.
      if (at === 'decode' && key.endsWith('decode-picture')) setTimeout(holdHere, INTO_DECODING_MS)
      return made
    },
  }
}
