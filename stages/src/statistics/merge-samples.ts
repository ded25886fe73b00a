/** How many of each of two samples have one value. */
export interface TiedValues {
  readonly value: number
  readonly first: number
  readonly second: number
}

export type Sample = ArrayLike<number>

/** Distinct values of two samples in ascending order; -0 and 0 are one. @throws RangeError for a value not finite. */
export function* mergeSamples(first: Sample, second: Sample): Generator<TiedValues> {
  const [a, b] = [sorted(first, 'first'), sorted(second, 'second')]
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    const [atFirst, atSecond] = [i, j]
    while (a[i] === value) i++
    while (b[j] === value) j++
    yield { value, first: i - atFirst, second: j - atSecond }
  }
}

function sorted(sample: Sample, name: string): Float64Array {
  const values = Float64Array.from(sample)
  const wrong = values.find((value) => !Number.isFinite(value))
  if (wrong !== undefined) throw new RangeError(`Expected finite values for ${name}, got ${wrong}`)
  return values.sort()
}
