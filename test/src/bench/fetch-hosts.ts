import { createRandom } from '@warc2dataset/pipeline/demo/seeded-random'

/** One URL of a list over many hosts. */
export interface HostedUrl {
  readonly url: string
  readonly host: string
  /** Counts from 0, in the order of the list; the server takes its picture by it. */
  readonly index: number
}

export interface HostedSize {
  readonly seed: string
  readonly urls: number
  readonly hosts: number
  /** Name of a host by its rank, from 1, the busiest first. */
  readonly nameOf: (rank: number) => string
}

/**
 * URLs for each host, the busiest first, by Zipf's law with exponent 1: host k has the share (1/k)/(1 + 1/2 + … + 1/hosts).
 * Whole numbers by the largest remainder, so that they add up to `urls`; some of the last may be 0.
 * @throws RangeError for no host
 */
export function zipfCounts(urls: number, hosts: number): readonly number[] {
  if (hosts < 1) throw new RangeError(`Expected a host or more for zipfCounts, got ${hosts}`)
  const weights = Array.from({ length: hosts }, (_, index) => 1 / (index + 1))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const exact = weights.map((weight) => (urls * weight) / total)
  const counts = exact.map(Math.floor)
  const left = urls - counts.reduce((sum, count) => sum + count, 0)
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  const more = new Set(byRemainder.slice(0, left).map(({ index }) => index))
  return counts.map((count, index) => count + (more.has(index) ? 1 : 0))
}

/** URLs over hosts by `zipfCounts`, shuffled by the seed; in plain HTTP, since a peer would ask for certificates. */
export function hostedUrls({ seed, urls, hosts, nameOf }: HostedSize): readonly HostedUrl[] {
  const owners = zipfCounts(urls, hosts).flatMap((count, index) =>
    Array.from({ length: count }, () => nameOf(index + 1)),
  )
  return shuffled(owners, seed).map((host, index) => ({ url: `http://${host}/${index}.jpg`, host, index }))
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], seed: string): readonly T[] {
  const random = createRandom(`hosts/${seed}`)
  const mixed = [...items]
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = random.int(last + 1)
    const [a, b] = [mixed[last] as T, mixed[other] as T]
    mixed[last] = b
    mixed[other] = a
  }
  return mixed
}
