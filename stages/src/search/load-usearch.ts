import { createRequire } from 'node:module'
import { RunError } from '@warc2dataset/schemas'

/** What is used of the package `usearch`, an HNSW index (Malkov and Yashunin 2016) with native float16. */
export interface Usearch {
  readonly Index: new (config: UsearchConfig) => UsearchIndex
}

export interface UsearchConfig {
  readonly dimensions: number
  /** 1 - dot product. */
  readonly metric: 'ip'
  readonly quantization: 'f16'
  /** Edges of a node (M). */
  readonly connectivity: number
  /** Candidates while a row is added (efConstruction). */
  readonly expansion_add: number
  /** Candidates while a query is answered (efSearch). */
  readonly expansion_search: number
  readonly multi: false
}

export interface UsearchIndex {
  readonly add: (keys: BigUint64Array, vectors: Float32Array, threads: number) => void
  readonly search: (query: Float32Array, count: number, threads: number) => { readonly keys: BigUint64Array }
  readonly size: () => number
  readonly save: (path: string) => void
  /** Maps the file instead of reading it. */
  readonly view: (path: string) => void
}

/** The package, which is optional. @throws RunError exit 2 if it is not there. */
export function loadUsearch(): Usearch {
  try {
    return createRequire(import.meta.url)('usearch') as Usearch
  } catch (error) {
    throw new RunError(
      'usage',
      `Expected the package usearch for an index, got none that loads here: npm install usearch, or search with --exact`,
      { cause: error },
    )
  }
}

/** Is the package there? */
export function hasUsearch(): boolean {
  try {
    createRequire(import.meta.url).resolve('usearch')
    return true
  } catch {
    return false
  }
}
