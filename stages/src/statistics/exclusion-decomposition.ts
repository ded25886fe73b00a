import { expectTrials, type Trials } from './trials.js'

/** What one stage did to a group: its pass rate over that of all. */
export interface Amplification {
  /** `(group kept / all kept) / (group entering / all entering)`, >= 0; under 1: the stage makes the group rarer. */
  readonly ratio: number
  /** Null where the ratio is 0. */
  readonly logRatio: number | null
}

export interface Decomposition {
  /** Null for a stage that no row of the group enters, or that nothing leaves. */
  readonly stages: readonly (Amplification | null)[]
  readonly total: Amplification | null
}

/**
 * Splits the exclusion amplification of a group over the stages of a pipeline: with n the rows and k those of the group,
 * `EA_s = (k_s/n_s) / (k_{s-1}/n_{s-1})`, `EA = Π EA_s`, `ln EA = Σ ln EA_s` exactly. Order matters: a stage answers
 * for what earlier ones left it.
 *
 * Field note inspect M8, M9. Standard errors: `clusterRateRatio` with `added` 0.
 *
 * @param start rows that enter the first stage.
 * @param after rows that leave each stage, not more than enter it.
 * @throws RangeError unless 0 <= k <= n in each and neither grows.
 */
export function decomposeExclusion(start: Trials, after: readonly Trials[]): Decomposition {
  expectTrials(start, 'start')
  const stages = after.map((left, at) => {
    const entered = after[at - 1] ?? start
    expectTrials(left, `after[${at}]`)
    if (left.n > entered.n || left.k > entered.k)
      throw new RangeError(
        `Expected at most ${entered.k} of ${entered.n} for after[${at}], got ${left.k} of ${left.n}`,
      )
    return amplification(entered, left)
  })
  return { stages, total: amplification(start, after.at(-1) ?? start) }
}

function amplification(entered: Trials, left: Trials): Amplification | null {
  if (entered.k === 0 || left.n === 0) return null
  const ratio = left.k / left.n / (entered.k / entered.n)
  return { ratio, logRatio: ratio === 0 ? null : Math.log(ratio) }
}
