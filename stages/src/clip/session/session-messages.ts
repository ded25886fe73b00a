import type { ClipModel } from '../model/load-model.js'
import type { Provider, TowerName } from '../model/open-tower.js'
import type { UnitRows } from './embed-rows.js'

/** What a session worker is started with. */
export interface SessionOptions {
  readonly model: ClipModel
  readonly provider: Provider
  /** Most rows of one request. */
  readonly batchSize: number
  /** Every run has `batchSize` rows, the missing ones of nothing: for a device that compiles for each shape anew. */
  readonly fixedBatch: boolean
  readonly threads: number
}

/** One batch for one tower; the buffer is handed over. */
export interface ToSession {
  readonly id: number
  readonly tower: TowerName
  readonly rows: number
  /** Pictures as rows of RGB bytes, or ids padded to the context; one after the other. */
  readonly data: Uint8Array | Int32Array
  /** Ids of each text before its padding. */
  readonly lengths?: Int32Array
}

/** `ready` or `unfit` once, then one `rows` or `failed` for each batch. `computeMs`: what the device
 * took; `runtime`: name and version of what computes. */
export type FromSession =
  | { readonly kind: 'ready'; readonly runtime: string }
  | { readonly kind: 'unfit'; readonly detail: string }
  | ({ readonly kind: 'rows'; readonly id: number; readonly computeMs: number } & UnitRows)
  | { readonly kind: 'failed'; readonly id: number; readonly detail: string }
