import { DROP_REASONS, FAILURE_CODES, RunError } from '@warc2dataset/schemas'
import { identifier, literal } from '@warc2dataset/stages/parquet/duck'
import { CANDIDATE_PHASES, closeAccount, type Funnel, phaseCounts } from '../commits/accounts.js'
import { sumCounts } from '../commits/counts.js'
import { judgedBy } from '../peek/judged-by.js'
import { type Ancestor, readAncestry } from './ancestry.js'
import type { ExportSource } from './export-target.js'
import { laionColumns } from './laion-columns.js'

/** Who left, by reason, with what the reason means. */
export interface LeftOut {
  readonly reason: string
  readonly about: string
  readonly candidates: number
}

/** What a card may say of a dataset: measured, or written in the run. */
export interface LaionFacts {
  readonly samples: number
  readonly funnel: Funnel
  /** Most first. */
  readonly left: readonly LeftOut[]
  /** Archives, or lists, that the run was made from. */
  readonly inputs: number
  readonly isOfLists: boolean
  readonly isFromWeb: boolean
  /** Days of the first and the last fetch, `YYYY-MM-DD`; null where pictures came from the archives. */
  readonly fetched: readonly [string, string] | null
  readonly judged: readonly string[]
  readonly planWhere: string
  readonly blockedDomains: number
  readonly ancestry: readonly Ancestor[]
  /** Columns that are null in every row. */
  readonly empty: readonly string[]
  readonly domains: { readonly distinct: number; readonly samplesOfTopTen: number }
}

export async function laionFacts({ view, shards, duck }: ExportSource): Promise<LaionFacts> {
  const counts = new Map(
    await Promise.all(
      CANDIDATE_PHASES.map(async (phase) => [phase, phaseCounts(await view.commits(phase))] as const),
    ),
  )
  const files = await Promise.all(shards.map(({ parquet }) => view.target.toLocal(parquet.name, '')))
  const table = `read_parquet([${files.map(literal).join(', ')}])`
  const columns = Object.keys(laionColumns)
  const [filled] = await duck.rows<Record<string, number>>(
    `SELECT ${columns.map((name) => `count(${identifier(name)})::DOUBLE AS ${identifier(name)}`).join(', ')} FROM ${table}`,
  )
  const domains = await duck.rows<{ n: number }>(
    `SELECT count(*)::DOUBLE AS n FROM ${table} GROUP BY url_domain ORDER BY n DESC`,
  )
  const { recipe, archives } = view
  const isFromWeb = recipe.fetch.source === 'web'
  const times = (await view.commits('fetch')).flatMap(({ times }) => [times.started, times.ended])
  return {
    samples: shards.reduce((sum, { samples }) => sum + samples, 0),
    funnel: closeAccount(counts),
    left: leftOut(sumCounts([...counts.values()])),
    inputs: archives.length,
    isOfLists: recipe.source.pairs !== undefined,
    isFromWeb,
    fetched: isFromWeb && times.length > 0 ? [day(least(times)), day(-least(times.map((t) => -t)))] : null,
    judged: judgedBy(view),
    planWhere: recipe.plan.where,
    blockedDomains: recipe.plan.block_domains.length,
    ancestry: await readAncestry(view),
    empty: columns.filter((name) => filled?.[name] === 0),
    domains: {
      distinct: domains.length,
      samplesOfTopTen: domains.slice(0, 10).reduce((sum, { n }) => sum + n, 0),
    },
  }
}

function leftOut({ dropped, failed }: ReturnType<typeof sumCounts>): readonly LeftOut[] {
  const about: Readonly<Record<string, string>> = { ...DROP_REASONS, ...FAILURE_CODES }
  return [...Object.entries(dropped), ...Object.entries(failed)]
    .map(([reason, candidates]) => ({ reason, about: aboutReason(about, reason), candidates }))
    .sort((a, b) => b.candidates - a.candidates || (a.reason < b.reason ? -1 : 1))
}

function aboutReason(about: Readonly<Record<string, string>>, reason: string): string {
  const told = about[reason]
  if (told === undefined)
    throw new RunError('accounts', `Expected a known reason in the commits, got ${reason}`)
  return told
}

function least(times: readonly number[]): number {
  return times.reduce((a, b) => Math.min(a, b))
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
