import { expectCount } from './trials.js'

/** Documents that hold x and y, x, y, and all of them. */
export interface Cooccurrence {
  readonly both: number
  readonly x: number
  readonly y: number
  readonly total: number
}

export interface Association {
  /** Natural log; 0 at independence. */
  readonly pmi: number
  /** PMI / -ln p(x,y), -1..1. */
  readonly npmi: number
  /** Natural log of the odds ratio. */
  readonly logOddsRatio: number
  /** Of the log odds ratio, rows taken as independent. */
  readonly standardError: number
}

/**
 * Association of two words by the documents that hold them, ½ added to each cell of the 2×2 table, T their sum:
 * `PMI = ln(p11/(p1.·p.1))`, `nPMI = PMI/(-ln p11)`, `ln OR = ln(n11·n00/(n10·n01))`,
 * `SE = √(1/n11 + 1/n10 + 1/n01 + 1/n00)`.
 *
 * K. Church and P. Hanks, Comput. Linguist. 16 (1990); G. Bouma, GSCL 2009; standard error of B. Woolf, Ann. Hum.
 * Genet. 19 (1955) with the ½ of J. B. S. Haldane; field note inspect M1, M2. The ½ keeps everything finite: a word
 * that always comes with the other has nPMI a little under 1, one that never does a little over -1. Null where
 * total = 0.
 *
 * @throws RangeError unless the four counts make a table without negative cells.
 */
export function associate({ both, x, y, total }: Cooccurrence): Association | null {
  const cells = { both, 'x without y': x - both, 'y without x': y - both, neither: total - x - y + both }
  for (const [name, count] of Object.entries(cells)) expectCount(count, name)
  if (total === 0) return null
  const [n11, n10, n01, n00] = [
    both + 0.5,
    cells['x without y'] + 0.5,
    cells['y without x'] + 0.5,
    cells.neither + 0.5,
  ]
  const all = n11 + n10 + n01 + n00
  const pmi = Math.log((n11 * all) / ((n11 + n10) * (n11 + n01)))
  return {
    pmi,
    npmi: pmi / -Math.log(n11 / all),
    logOddsRatio: Math.log((n11 * n00) / (n10 * n01)),
    standardError: Math.sqrt(1 / n11 + 1 / n10 + 1 / n01 + 1 / n00),
  }
}
