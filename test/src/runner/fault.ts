import { writeFileSync } from 'node:fs'
import { type PhaseTable, phases } from '@warc2dataset/pipeline/phases/index'
import type { Closable, Job } from '@warc2dataset/pipeline/phases/phase'
import type { Candidate, Outcome, PhaseName } from '@warc2dataset/schemas'
import type { OpenStage } from '@warc2dataset/stages/stage'

type Opened = OpenStage<Candidate, Candidate>
type Outcomes = readonly Outcome<Candidate>[]

/** How one stage misbehaves, in one unit only or in all. */
export interface Fault {
  readonly phase: PhaseName
  /** Name of the stage of that phase that is tampered with. */
  readonly stage: string
  readonly kind: keyof typeof TAMPER
  readonly unit?: string
  /** With a path: only once over the whole run, by whoever creates this file first. */
  readonly once?: string
}

/** Where a worker finds its fault: `JSON.stringify(fault)`. */
export const FAULT_VARIABLE = 'WARC2DATASET_TEST_FAULT'

const keptPlaces = (outcomes: Outcomes): readonly number[] =>
  outcomes.flatMap(({ kind }, place) => (kind === 'kept' ? [place] : []))

/** Null: there is nothing in this batch to do it with. */
const TAMPER = {
  swallow: (outcomes: Outcomes) => outcomes.slice(1),
  duplicate: (outcomes: Outcomes) => outcomes.flatMap((each, place) => (place === 0 ? [each, each] : [each])),
  reorder: (outcomes: Outcomes) => {
    const [a, b] = keptPlaces(outcomes)
    if (a === undefined || b === undefined) return null
    return outcomes.with(a, outcomes[b] as Outcome<Candidate>).with(b, outcomes[a] as Outcome<Candidate>)
  },
  'no outcome': (outcomes: Outcomes) => outcomes.with(0, { kind: 'perhaps' } as never),
  throw: () => {
    throw new Error('planted: the stage gives up')
  },
  die: () => {
    process.kill(process.pid, 'SIGKILL')
    return null
  },
} satisfies Readonly<Record<string, (outcomes: Outcomes) => Outcomes | null>>

/** The engine's phases, but for one stage: it runs as it is, and what it says is tampered with. */
export function faultyPhases(fault: Fault): PhaseTable {
  const honest = phases[fault.phase]
  let unit = ''
  const tamper = (open: Opened): Opened => ({
    ...open,
    process: async (batch, signal) => {
      const outcomes = await open.process(batch, signal)
      if (outcomes.length === 0 || (fault.unit !== undefined && fault.unit !== unit)) return outcomes
      if (fault.once !== undefined && !isFirst(fault.once)) return outcomes
      return TAMPER[fault.kind](outcomes) ?? outcomes
    },
  })
  const run = (job: Job): ReturnType<typeof honest.run> => {
    unit = job.unit
    const shared: Job['shared'] = (key, make) =>
      job.shared(key, async () => {
        const made = await make()
        return key === `${fault.phase}/${fault.stage}` ? (tampered(made, tamper) as typeof made) : made
      })
    return honest.run({ ...job, shared })
  }
  return { ...phases, [fault.phase]: { ...honest, run } }
}

function tampered(made: Closable, tamper: (open: Opened) => Opened): Closable {
  return tamper(made as Opened)
}

function isFirst(path: string): boolean {
  try {
    writeFileSync(path, '', { flag: 'wx' })
    return true
  } catch {
    return false
  }
}
