import type { FunnelSection, Rate } from '@warc2dataset/schemas'
import type { Inspected } from '../pair-table.js'
import { clusterRates } from '../rate/cluster-rates.js'

type Axis = FunnelSection['by'][number]['axis']
type Part = FunnelSection['by'][number]['parts'][number]

const MAX_PARTS = 30
const COLUMNS: Readonly<Record<Axis, string>> = {
  language: '"language"',
  script: 'script',
  text_kind: 'text_kind',
  domain: 'domain',
}

interface PartRow {
  readonly value: string | null
  readonly candidates: number
  readonly kept: number
  readonly [entered: `entered${number}`]: number
}

/**
 * The largest parts by an axis, in the order of their candidates; smaller ones, and what is not known, are joined under
 * null at the end.
 */
export async function measureParts(
  { duck, phases }: Inspected,
  axis: Axis,
  minimum: number,
): Promise<readonly Part[]> {
  const column = COLUMNS[axis]
  const entered = phases.map((_, at) => `count(*) FILTER (left_phase >= ${at})::DOUBLE AS entered${at}`)
  const counts = `count(*)::DOUBLE AS candidates, count(*) FILTER (kept)::DOUBLE AS kept${entered.map((one) => `, ${one}`).join('')}`
  const named = await duck.rows<PartRow>(`
    SELECT ${column} AS value, ${counts} FROM pairs WHERE ${column} IS NOT NULL
    GROUP BY ALL HAVING count(*) >= ${minimum} ORDER BY candidates DESC, value LIMIT ${MAX_PARTS}`)
  const [all] = await duck.rows<PartRow>(`SELECT NULL AS value, ${counts} FROM pairs`)
  const rates =
    axis === 'domain'
      ? // One site is one cluster: nothing tells how it would differ from itself.
        new Map<string | null, Rate>()
      : await clusterRates(duck, { of: 'kept', among: 'true', by: column })
  const rest = (name: keyof PartRow): number =>
    Number(all?.[name] ?? 0) - named.reduce((sum, row) => sum + Number(row[name]), 0)
  const parts = named.map((row): Part => {
    const bare = { k: row.kept, n: row.candidates, rate: row.kept / row.candidates, low: null, high: null }
    return {
      value: row.value,
      candidates: row.candidates,
      kept: row.kept,
      rate: rates.get(row.value) ?? bare,
      entered: phases.map((_, at) => row[`entered${at}`] ?? 0),
    }
  })
  const [candidates, kept] = [rest('candidates'), rest('kept')]
  if (candidates === 0) return parts
  return [
    ...parts,
    {
      value: null,
      candidates,
      kept,
      rate: { k: kept, n: candidates, rate: kept / candidates, low: null, high: null },
      entered: phases.map((_, at) => rest(`entered${at}`)),
    },
  ]
}
