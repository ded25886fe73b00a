import { existsSync, readFileSync } from 'node:fs'

// For tests: reference numbers computed with SciPy and NumPy, without any JavaScript.
const FILE = new URL('../../../../shared/data/stats/inspect-vectors.json', import.meta.url)

/** Goes into the name of a test that is skipped. */
export const NEEDS_VECTORS = 'as SciPy (SKIPPED if ../shared/data/stats/inspect-vectors.json is missing)'

type Pair = readonly [number, number]
interface RatioVector {
  readonly k1: number
  readonly n1: number
  readonly k2: number
  readonly n2: number
  readonly rr: number
  readonly ci: Pair
  readonly se_log: number
}
interface WordVector {
  readonly delta: number
  readonly var: number
  readonly z: number
}

export interface InspectVectors {
  readonly wilson95: readonly { k: number; n: number; ci: Pair; scipy: Pair }[]
  readonly newcombe_diff: { k1: number; n1: number; k2: number; n2: number; d: number; ci: Pair }
  readonly passrate_ratio_log_halfcorrected: RatioVector
  readonly passrate_ratio_zero_cell: RatioVector
  readonly bh: { p: readonly number[]; q: readonly number[] }
  readonly log_odds_dirichlet: {
    readonly y_i: Readonly<Record<string, number>>
    readonly y_j: Readonly<Record<string, number>>
    readonly background: Readonly<Record<string, number>>
    readonly alpha0: number
    readonly out: Readonly<Record<string, WordVector>>
  }
  readonly npmi_smoothed: readonly {
    readonly nxy: number
    readonly nx: number
    readonly ny: number
    readonly N: number
    readonly pmi: number
    readonly npmi: number
    readonly log_or: number
    readonly se_log_or: number
  }[]
  readonly ks2: {
    readonly a: readonly number[]
    readonly b: readonly number[]
    readonly D: number
    readonly 'p_kolmogorov_series_sqrt(en)*D': number
    readonly wasserstein1: number
    readonly 'auc_P(a>b)+half_ties': number
  }
  readonly concentration: {
    readonly counts: readonly number[]
    readonly gini: number
    readonly 'gini_bias_corrected_n/(n-1)': number
    readonly hhi: number
    readonly entropy_nats: number
    readonly effective_number: number
    readonly top1_share: number
    readonly top2_share: number
  }
  readonly jsd_base2: { p: readonly number[]; q: readonly number[]; jsd: number }
  readonly cluster_proportion: {
    readonly clusters_n_k: readonly Pair[]
    readonly p: number
    readonly var_iid: number
    readonly var_cluster: number
    readonly deff: number
  }
  readonly mantel_haenszel_rr: {
    readonly strata_a_n1_b_n0: readonly (readonly [number, number, number, number])[]
    readonly rr: number
    readonly se_log: number
    readonly ci: Pair
  }
  readonly exclusion_decomposition: {
    readonly start_all_group: Pair
    readonly after_all_group: readonly Pair[]
    readonly stages: readonly { ea: number; ln: number }[]
    readonly ea_total: number
    readonly sum_ln: number
  }
}

/** Null where the file is missing. */
export const inspectVectors: InspectVectors | null = existsSync(FILE)
  ? JSON.parse(readFileSync(FILE, 'utf8'))
  : null

/** One of them, for a test that is skipped without the file. @throws if the file is missing. */
export function vector<K extends keyof InspectVectors>(name: K): InspectVectors[K] {
  if (inspectVectors === null) throw new Error(`Expected ${FILE.pathname}, got nothing`)
  return inspectVectors[name]
}
