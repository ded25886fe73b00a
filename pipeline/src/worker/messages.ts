import type {
  Annotator,
  Counts,
  ExitName,
  Input,
  PhaseName,
  Recipe,
  Scorer,
  VaeRecord,
} from '@warc2dataset/schemas'
import type { IndexedLists } from '@warc2dataset/stages/block/index-lists'
import type { WorkName } from '@warc2dataset/stages/stage'
import type { Archive, Machine } from '../phases/phase.js'
import type { FromHolder, ToHolder } from './traffic-messages.js'

/** What a worker is told once: references and settings, never bytes. */
export interface WorkerSetup {
  readonly kind: 'setup'
  /** Folder of the run. */
  readonly place: string
  /** Folder that dataset/ lies in. */
  readonly target: string
  readonly recipe: Recipe
  readonly archives: readonly Archive[]
  readonly scorers: readonly Scorer[]
  readonly annotators: readonly Annotator[]
  readonly vae: VaeRecord | null
  readonly machine: Machine
  /** Null if the recipe names none, or nothing is fetched. */
  readonly blockLists: IndexedLists | null
}

/** `epoch` changes when upstream commits may have changed. */
export interface UnitMessage {
  readonly kind: 'unit'
  readonly phase: PhaseName
  readonly unit: string
  readonly generation: number
  readonly inputs: readonly Input[]
  readonly epoch: number
}

export type ToWorker =
  | WorkerSetup
  | UnitMessage
  | { readonly kind: 'leased'; readonly id: number }
  | { readonly kind: 'spent'; readonly id: number; readonly ok: boolean }
  | { readonly kind: 'traffic'; readonly message: ToHolder }
  | { readonly kind: 'close' }

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly unit: string; readonly result: UnitDone }
  | { readonly kind: 'failed'; readonly unit: string; readonly error: SentError; readonly isSpent: boolean }
  | { readonly kind: 'lease'; readonly id: number; readonly name: string; readonly limit: number }
  | { readonly kind: 'release'; readonly name: string }
  | { readonly kind: 'spend'; readonly id: number; readonly name: string; readonly limit: number }
  | { readonly kind: 'traffic'; readonly message: FromHolder }
  | { readonly kind: 'log'; readonly event: string; readonly fields: Readonly<Record<string, unknown>> }

/** What a unit came to: its counts, and the work it cost. */
export interface UnitDone {
  readonly counts: Counts
  readonly work: Readonly<Partial<Record<WorkName, number>>>
}

/** An error on its way between processes. `exit` is set when a retry cannot help. */
export interface SentError {
  readonly message: string
  readonly stack: string | null
  readonly exit: ExitName | null
}
