import { dot } from '@warc2dataset/stages/score/rank-texts'
import type { Sides } from './peer-material.js'

/** Largest differences between two embeddings of the same pairs; NaN where there is one. */
export interface Differences {
  /** Of one component of an embedding. */
  readonly image: number
  readonly text: number
  /** Of the cosine of a pair. */
  readonly cosine: number
  /** Of the cosine of any picture with any text. */
  readonly anyCosine: number
}

/** @throws RangeError if one of the two has more pairs than the other. */
export function compareSides(ours: Sides, theirs: Sides): Differences {
  const numbers = theirs.images.map((_, i) => i)
  const apart = (i: number, j: number): number => Math.abs(cosine(ours, i, j) - cosine(theirs, i, j))
  return {
    image: furthest(ours.images, theirs.images),
    text: furthest(ours.texts, theirs.texts),
    cosine: largest(numbers.map((i) => apart(i, i))),
    anyCosine: largest(numbers.map((i) => largest(numbers.map((j) => apart(i, j))))),
  }
}

/** Of picture i with text j. */
export function cosine({ images, texts }: Sides, i: number, j: number): number {
  return dot(at(images, i), at(texts, j))
}

/** 0 for none; NaN if there is one. */
export function largest(values: readonly number[]): number {
  return Math.max(0, ...values)
}

function furthest(ours: Sides['images'], theirs: Sides['images']): number {
  if (ours.length !== theirs.length) {
    throw new RangeError(`Expected ${theirs.length} rows to compare, got ${ours.length}`)
  }
  return largest(
    theirs.map((row, i) => largest(Array.from(row, (x, j) => Math.abs(x - (at(ours, i)[j] ?? Number.NaN))))),
  )
}

function at(rows: Sides['images'], index: number): Float32Array {
  const row = rows[index]
  if (row === undefined) throw new RangeError(`Expected a row ${index}, got ${rows.length} rows`)
  return row
}
