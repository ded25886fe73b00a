import type { ClusterCells } from './cluster-cells.js'
import type { StratumRows } from './cluster-mantel-haenszel.js'
import type { Uniform } from './simulated-clusters.js'

/** For tests: the same rows as objects and as columns. */
export interface RandomCells {
  readonly rows: readonly StratumRows[]
  /** Of the first group. */
  readonly group: ClusterCells
  /** Of both. */
  readonly all: ClusterCells
}

/** Random rows of a group and the rest; some cells hold none of either. */
export function drawCells(uniform: Uniform, clusters: number, strata: number): RandomCells {
  const rows: StratumRows[] = []
  const [inGroup, inRest, pass] = [uniform(), uniform(), uniform()]
  const trials = (share: number, rate: number): { k: number; n: number } => {
    const n = uniform() < share ? 1 + Math.floor(-20 * Math.log(uniform())) : 0
    return { k: Math.min(n, Math.floor((n + 1) * rate * uniform())), n }
  }
  for (let stratum = 0; stratum < strata; stratum++) {
    for (let cluster = 0; cluster < clusters; cluster++) {
      const [first, second] = [trials(inGroup, pass), trials(inRest, uniform())]
      rows.push({ cluster: `${cluster}`, stratum: `${stratum}`, first, second })
    }
  }
  return {
    rows,
    group: cellsOf(rows, clusters, strata, ({ first }) => first),
    all: cellsOf(rows, clusters, strata, ({ first, second }) => ({
      k: first.k + second.k,
      n: first.n + second.n,
    })),
  }
}

function cellsOf(
  rows: readonly StratumRows[],
  clusters: number,
  strata: number,
  pick: (row: StratumRows) => { k: number; n: number },
): ClusterCells {
  const held = rows
    .map((row) => ({ ...pick(row), cluster: Number(row.cluster), stratum: Number(row.stratum) }))
    .filter(({ n }) => n > 0)
  return {
    clusters,
    starts: Uint32Array.from(
      { length: strata + 1 },
      (_, stratum) => held.filter((cell) => cell.stratum < stratum).length,
    ),
    cluster: Uint16Array.from(held, ({ cluster }) => cluster),
    k: Uint32Array.from(held, ({ k }) => k),
    n: Uint32Array.from(held, ({ n }) => n),
  }
}
