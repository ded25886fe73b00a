import { type Measured, median } from './measure.js'

/** A phase over two shards, beside a bare session on tensors that lie ready. */
export interface BesideBare {
  /** Seconds of one picture by the bare session. */
  readonly bare: number
  readonly run: Measured
  /** Seconds of each shard, in the order of their starts: the first starts the model, the last is measured. */
  readonly shards: readonly number[]
}

/** Cells of a table row: pictures a shard, rates of both per second, their ratio, each round's, and with all starts. */
export function besideBareCells(
  pictures: number,
  target: number,
  rounds: readonly BesideBare[],
): readonly (string | number)[] {
  const rate = (seconds: number): string => (pictures / seconds).toFixed(2)
  const steady = rounds.map(({ shards }) => shards.at(-1) ?? Number.NaN)
  const bare = rounds.map((round) => round.bare * pictures)
  const ratios = steady.map((seconds, round) => (bare[round] ?? Number.NaN) / seconds)
  return [
    pictures,
    rate(median(bare)),
    rate(median(steady)),
    `${median(ratios).toFixed(3)} (target ≥ ${target})`,
    ratios.map((ratio) => ratio.toFixed(3)).join(', '),
    rate(median(rounds.map(({ run }) => run.seconds / 2))),
  ]
}
