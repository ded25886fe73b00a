import type { ClipModel } from '../model/load-model.js'
import type { Provider, TowerName } from '../model/open-tower.js'

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
  readonly tower: TowerName
  readonly rows: number
  /** Pictures as rows of RGB bytes, or ids padded to the context; one after the other. */
  readonly data: Uint8Array | Int32Array
  /** Ids of each text before its padding. */
  readonly lengths?: Int32Array
}
