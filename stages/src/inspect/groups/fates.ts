import { literal } from '../../parquet/duck.js'
import type { Inspected } from '../pair-table.js'
import { AXIS_VALUES, type AxisGroup } from './choose-groups.js'

/** By fate: 1 where rows of it count. */
export interface Tally {
  readonly seen: Uint8Array
  readonly cut: Uint8Array
}

/** What a step did to the rows of each fate. */
export interface Outcome {
  /** `all`: cut by whatever reason, of all candidates; else s0, s1 …. */
  readonly step: string
  /** A shadow row as leaving at its first filter. */
  readonly main: Tally
  /** Of the shadow sample, what it was let past included. */
  readonly shadow: Tally
}

/** Rows whose columns on what became of them are all equal share a fate: there are few, and counts per fate give all counts. */
export interface Fates {
  readonly outcomes: readonly Outcome[]
  /** By fate: index of the phase where it left, or their number. */
  readonly leftPhase: Uint8Array
  /** Clusters and strata are numbered below these. */
  readonly clusters: number
  readonly strata: number
}

interface Fate {
  readonly kept: boolean
  readonly left_phase: number
  readonly in_shadow: boolean
  readonly saw: bigint
  readonly cut: bigint
  readonly saw_all: bigint
  readonly cut_all: bigint
}
const FATE = ['kept', 'left_phase', 'in_shadow', 'saw', 'cut', 'saw_all', 'cut_all']

/**
 * Leaves temporary table `fated` (row, cluster, stratum, fate, lang, and for each axis the number of the group in
 * `axisGroups` or NULL). `lang`: place in `languages` and 1, or 0.
 *
 * @throws RangeError if a row has no fate: one of its columns is NULL.
 */
export async function loadFates(
  { duck, steps }: Pick<Inspected, 'duck' | 'steps'>,
  languages: readonly string[],
  axisGroups: readonly AxisGroup[],
): Promise<Fates> {
  await duck.run(`CREATE OR REPLACE TEMP TABLE fates AS
    SELECT (row_number() OVER (ORDER BY ${FATE.join(', ')}) - 1)::INTEGER AS fate, * FROM
    (SELECT DISTINCT ${FATE.map((name) => `"${name}"`).join(', ')} FROM pairs)`)
  await duck.run(`CREATE OR REPLACE TEMP TABLE fated AS
    SELECT pairs.row, pairs.cluster::USMALLINT AS cluster, pairs.stratum, fates.fate,
      ${languages.length === 0 ? '0' : `coalesce(list_position([${languages.map(literal).join(', ')}], "language"), 0)`}::SMALLINT AS lang,
      ${Object.keys(AXIS_VALUES)
        .map((axis) => `${axis}_groups.number AS ${axis}_group`)
        .join(', ')}
    FROM pairs JOIN fates USING (${FATE.join(', ')})
    ${Object.entries(AXIS_VALUES)
      .map(([axis, value]) => axisJoin(axis, value, axisGroups))
      .join('\n')}`)
  const [size] = await duck.rows<Record<'rows' | 'fated' | 'clusters' | 'strata', number>>(`
    SELECT (SELECT count(*) FROM pairs)::DOUBLE AS rows, count(*)::DOUBLE AS fated,
      coalesce(max(cluster)::INTEGER + 1, 0) AS clusters, coalesce(max(stratum)::INTEGER + 1, 0) AS strata FROM fated`)
  if (size === undefined || size.rows !== size.fated)
    throw new RangeError(`Expected a fate for each of ${size?.rows} rows, got ${size?.fated}`)
  const fates = await duck.rows<Fate>('SELECT * EXCLUDE (fate) FROM fates ORDER BY fate')
  await duck.run('DROP TABLE fates')
  return {
    outcomes: [allOutcome(fates), ...steps.map((_, step) => stepOutcome(fates, step))],
    leftPhase: Uint8Array.from(fates, ({ left_phase }) => left_phase),
    clusters: size.clusters,
    strata: size.strata,
  }
}

function axisJoin(axis: string, value: string, groups: readonly AxisGroup[]): string {
  const rows = groups.flatMap((group, number) =>
    group.axis === axis ? [`(${group.value === null ? 'NULL' : literal(group.value)}, ${number})`] : [],
  )
  const table = rows.length > 0 ? `VALUES ${rows.join(', ')}` : 'SELECT NULL, NULL WHERE false'
  return `LEFT JOIN (SELECT value::VARCHAR AS value, number::SMALLINT AS number FROM (${table}) AS given(value, number))
    AS ${axis}_groups ON ${axis}_groups.value IS NOT DISTINCT FROM (${value})`
}

function allOutcome(fates: readonly Fate[]): Outcome {
  const cut = Uint8Array.from(fates, ({ kept }) => Number(!kept))
  const shadow = Uint8Array.from(fates, ({ in_shadow }) => Number(in_shadow))
  return {
    step: 'all',
    main: tallyOf(new Uint8Array(fates.length).fill(1), cut),
    shadow: tallyOf(shadow, cut),
  }
}

function stepOutcome(fates: readonly Fate[], step: number): Outcome {
  const bits = (mask: (fate: Fate) => bigint): Uint8Array =>
    Uint8Array.from(fates, (fate) => Number((mask(fate) >> BigInt(step)) & 1n))
  return {
    step: `s${step}`,
    main: tallyOf(
      bits(({ saw }) => saw),
      bits(({ cut }) => cut),
    ),
    shadow: tallyOf(
      bits(({ in_shadow, saw_all }) => (in_shadow ? saw_all : 0n)),
      bits(({ cut_all }) => cut_all),
    ),
  }
}

/** What was not seen was not cut. */
function tallyOf(seen: Uint8Array, cut: Uint8Array): Tally {
  return { seen, cut: cut.map((one, fate) => one & (seen[fate] ?? 0)) }
}
