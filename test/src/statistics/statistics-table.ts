import { auc, aucBinned } from '@warc2dataset/stages/statistics/auc'
import { benjaminiHochberg } from '@warc2dataset/stages/statistics/benjamini-hochberg'
import {
  clusterMantelHaenszel,
  type StratumRows,
} from '@warc2dataset/stages/statistics/cluster-mantel-haenszel'
import { clusterProportion } from '@warc2dataset/stages/statistics/cluster-proportion'
import { clusterRateRatio } from '@warc2dataset/stages/statistics/cluster-rate-ratio'
import { entropy, gini, giniCorrected, hhi, topShare } from '@warc2dataset/stages/statistics/concentration'
import { jensenShannon } from '@warc2dataset/stages/statistics/jensen-shannon'
import { kolmogorovP, ksDistance, ksDistanceBinned } from '@warc2dataset/stages/statistics/ks-distance'
import { logOddsDirichlet } from '@warc2dataset/stages/statistics/log-odds-dirichlet'
import { mantelHaenszel } from '@warc2dataset/stages/statistics/mantel-haenszel'
import { newcombeDifference } from '@warc2dataset/stages/statistics/newcombe-difference'
import { normalCdf, normalQuantile } from '@warc2dataset/stages/statistics/normal'
import { associate, type Cooccurrence } from '@warc2dataset/stages/statistics/pmi'
import { rateRatio } from '@warc2dataset/stages/statistics/rate-ratio'
import type { ScoreBins } from '@warc2dataset/stages/statistics/score-bins'
import { studentTwoSidedP, studentTwoSidedQuantile } from '@warc2dataset/stages/statistics/student-t'
import type { PairedTrials } from '@warc2dataset/stages/statistics/trials'
import { wasserstein, wassersteinBinned } from '@warc2dataset/stages/statistics/wasserstein'
import { wilson } from '@warc2dataset/stages/statistics/wilson'

/** Random material of one comparison with another implementation. */
export interface StatisticsTable {
  readonly pair: PairedTrials
  readonly pValues: readonly number[]
  readonly words: {
    readonly first: Readonly<Record<string, number>>
    readonly second: Readonly<Record<string, number>>
    readonly background: Readonly<Record<string, number>>
    readonly alpha0: number
  }
  readonly cooccurrence: Cooccurrence
  readonly samples: { readonly first: readonly number[]; readonly second: readonly number[] }
  readonly bins: ScoreBins
  readonly width: number
  readonly counts: readonly number[]
  readonly clusters: readonly PairedTrials[]
  readonly strata: readonly PairedTrials[]
  readonly rows: readonly StratumRows[]
  readonly probability: number
  readonly t: number
  readonly degrees: number
}

/** Our numbers of a table, by name. */
export function measureTable(table: StatisticsTable): Readonly<Record<string, unknown>> {
  const { pair, samples, bins, counts, clusters, probability, t, degrees } = table
  const { first, second, background, alpha0 } = table.words
  const distance = ksDistance(samples.first, samples.second)
  const corpora = {
    first: new Map(Object.entries(first)),
    second: new Map(Object.entries(second)),
    background: new Map(Object.entries(background)),
    alpha0,
  }
  return {
    wilson: wilson(pair.first.k, pair.first.n),
    newcombe: newcombeDifference(pair.first, pair.second),
    rateRatio: rateRatio(pair.first, pair.second),
    benjaminiHochberg: benjaminiHochberg(table.pValues),
    logOdds: Object.fromEntries(logOddsDirichlet(corpora)),
    association: associate(table.cooccurrence),
    ks: distance,
    ksP: kolmogorovP(distance ?? 0, samples.first.length, samples.second.length),
    ksBinned: ksDistanceBinned(bins),
    wasserstein: wasserstein(samples.first, samples.second),
    wassersteinBinned: wassersteinBinned(bins, table.width),
    auc: auc(samples.first, samples.second),
    aucBinned: aucBinned(bins),
    gini: gini(counts),
    giniCorrected: giniCorrected(counts),
    hhi: hhi(counts),
    entropy: entropy(counts),
    top3: topShare(counts, 3),
    jensenShannon: jensenShannon(bins),
    clusterProportion: clusterProportion(clusters.map((cluster) => cluster.first)),
    clusterRateRatio: clusterRateRatio(clusters, 0),
    mantelHaenszel: mantelHaenszel(table.strata),
    clusterMantelHaenszel: clusterMantelHaenszel(table.rows),
    normalCdf: normalCdf(t),
    normalQuantile: normalQuantile(probability),
    studentP: studentTwoSidedP(t, degrees),
    studentQuantile: studentTwoSidedQuantile(probability, degrees),
  }
}
