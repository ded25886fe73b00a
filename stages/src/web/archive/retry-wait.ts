const LEAST_MS = 1000
const MOST_MS = 60_000

/** A longer wait that a server asks for is taken for a refusal, ms. */
export const LONGEST_RETRY_AFTER_MS = 600_000

/**
 * The wait in ms before the next request, after `failures` (1 or more) of them in a row. Doubles from 2 s to a minute
 * with full jitter (`random` gives 0 to 1), but never under a second, which is what Common Crawl asks of clients. What
 * the server asks for counts if it is longer.
 */
export function retryWaitMs(
  failures: number,
  retryAfterMs: number | undefined,
  random: () => number,
): number {
  const spread = random() * Math.min(MOST_MS, 2 * LEAST_MS * 2 ** (failures - 1))
  return Math.max(LEAST_MS, spread, retryAfterMs ?? 0)
}
