import type { Duck } from '@warc2dataset/stages/parquet/duck'
import type { RunView } from '../phases/phase.js'
import type { DatasetShard } from './dataset-shards.js'
import type { PartRecord } from './part-record.js'

/** What an export is made from. */
export interface ExportSource {
  readonly view: RunView
  readonly shards: readonly DatasetShard[]
  readonly duck: Duck
  /** Asked for: latents beside the pictures. */
  readonly withLatents: boolean
}

/** What comes from one dataset shard: a file, or a folder of files. It exists whole or not at all. */
export interface ExportPart {
  /** Path in the export, `/`-separated. */
  readonly name: string
  /** Disk that it will take, bytes, at most. */
  readonly bytes: number
  /** sha256 that the file must have, if it is known before it is written. */
  readonly sha256?: string
  /** Writes the file or the folder at this path, where nothing is yet. */
  readonly write: (path: string) => Promise<void>
}

/** A small text of the export, written when every part is there. */
export interface ExportDocument {
  readonly name: string
  readonly text: (parts: readonly PartRecord[]) => Promise<string> | string
}

/** Everything that an export will hold; equal for equal sources. */
export interface ExportContent {
  readonly parts: readonly ExportPart[]
  readonly documents: readonly ExportDocument[]
  /** Hash of what the parts are made from besides dataset/, if anything. */
  readonly beside?: string
}

export type ExportTarget = (source: ExportSource) => Promise<ExportContent>
