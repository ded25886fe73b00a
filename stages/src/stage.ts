import type { Candidate, Outcome } from '@warc2dataset/schemas'
import type { Traffic } from './politeness/traffic.js'

/**
 * What costs: passes over archives, response records read, HTTP requests for pictures, files about sites,
 * pictures decoded, pictures and texts embedded, requests for captions.
 */
export const WORK = [
  'archive_passes',
  'records_read',
  'requests',
  'site_requests',
  'pictures_decoded',
  'inferences',
  'captions_asked',
] as const
export type WorkName = (typeof WORK)[number]

/** What a stage asks of the machine; everything that is not in its input comes from here. */
export interface StageEnv {
  /** Counts work done, such as pictures decoded: it says what a run cost, and never decides anything. */
  readonly count: (work: WorkName, n: number) => void
  readonly log: (event: string, fields?: Readonly<Record<string, unknown>>) => void
  /**
   * Waits until fewer than `limit` holders of `name` are left among all workers of this coordinator, and holds one;
   * the answer gives it back. What one site bears does not grow with the number of workers.
   */
  readonly lease: (name: string, limit: number) => Promise<() => void>
  /** The way to the web: one for all workers of this coordinator. */
  readonly traffic: Traffic
}

/** The way of one batch through a line. */
export interface Passage {
  /** Calls `listener` once when the batch has left the line, whatever became of it. */
  readonly whenOver: (listener: () => void) => void
}

/**
 * One step from `In` to `Out`. It knows nothing of shards, queues, files of the run, or neighbours.
 * Members are properties, not methods: method parameters are checked bivariantly, and a wrong order of stages
 * would compile.
 */
export interface Stage<In extends Candidate, Out extends Candidate> extends StageId {
  /** Loads models, starts children. Called once per worker. */
  readonly open: (env: StageEnv) => Promise<OpenStage<In, Out>>
  /**
   * Set by filters only: how an input that was dropped goes on if the shadow sample carries it past. A stage
   * that makes something new has nothing to carry on and leaves it out.
   */
  readonly carry?: (input: In) => Out
}

export interface OpenStage<In extends Candidate, Out extends Candidate> {
  /**
   * Exactly one outcome per input, in the same order. Rejects only if the whole unit is lost. `passage`: for what must be
   * given back when nothing of the batch is in memory any more; not there outside a line.
   */
  readonly process: (
    batch: readonly In[],
    signal: AbortSignal,
    passage?: Passage,
  ) => Promise<readonly Outcome<Out>[]>
  readonly close: () => Promise<void>
}

/** The only place where one input becomes many: reads what a unit is about, in batches. */
export interface Source<Out extends Candidate> {
  readonly name: string
  /**
   * Batches under way at once; 1 if not given. More suits stages that wait (for the web): batches then leave in the
   * order in which they are done.
   */
  readonly batchesAtOnce?: number
  readonly read: (signal: AbortSignal) => AsyncIterable<readonly Out[]>
}

/** A row that left, as it was before the stage that it left at. */
export interface Exited<First extends Candidate = Candidate> {
  readonly row: First
  readonly exit: Exclude<Outcome<never>, { kind: 'kept' }>
}

/**
 * Takes what is left at the end of a unit, and, if it wants them, the rows that left on the way: at least what the
 * source gave of them, which is `First`.
 */
export interface Sink<In extends Candidate, First extends Candidate = Candidate> {
  readonly name: string
  readonly write: (rows: readonly In[]) => Promise<void>
  readonly reject?: (exits: readonly Exited<First>[]) => Promise<void>
}

/** Name and version of a stage: what a phase puts into its fingerprint. */
export interface StageId {
  /** kebab-case, unique in its phase: the name in errors. */
  readonly name: string
  /** Raise it when the same input would give another output. */
  readonly version: number
}

/** A stage without state of its own: `judge` decides one row at a time. */
export function filterStage<T extends Candidate>(id: StageId, judge: (row: T) => Outcome<T>): Stage<T, T> {
  return {
    ...id,
    carry: (row) => row,
    open: async () => ({ process: async (batch) => batch.map(judge), close: async () => {} }),
  }
}
