import {
  type AskedSection,
  type AskedSignal,
  FAILURE_CODES,
  type NotAvailable,
  type Rate,
  type Recipe,
  SIGNALS,
  type Unanswered,
} from '@warc2dataset/schemas'
import { type Duck, literal } from '../../parquet/duck.js'
import { NO_ROWS, type RatesByPart, ratesOfCells } from '../rate/cluster-rates.js'
import { rateOf } from '../rate/kept-rates.js'
import { askedOfRecipe } from './asked-of-recipe.js'
import { ASKED_ROWS, createAskedRows, dropAskedRows } from './asked-rows.js'
import { countLines, countValues, keyOfLine, type LineCount, topSites } from './count-lines.js'
import { ENTERED_FETCH, ENTERED_PLAN, POINTS, UNANSWERED } from './signal-points.js'
import { STATUS_NAMES } from './status-names.js'

export interface AskedOptions {
  /** SQL: a table of every row of the ledger. */
  readonly ledger: string
  /** SQL: key and retryable of what was not fetched; null: not known. */
  readonly retryable: string | null
  readonly recipe: Pick<Recipe, 'opt_out' | 'plan' | 'fetch' | 'source'>
}

/**
 * What sites asked and was done, by signal, and which picture URLs gave no answer: field note inspect §4.2 (link rot is a
 * filter, too). Counts are those of the funnel: a shadow row left at its first filter, and is counted apart. Intervals
 * are over the sites that speak: those of pages, or of pictures.
 */
export async function measureAsked(duck: Duck, options: AskedOptions): Promise<AskedSection> {
  const { ledger, retryable, recipe } = options
  const { source } = recipe.fetch
  await createAskedRows(duck, { ledger, retryable, source })
  try {
    const lines = await countLines(duck)
    const sites = await topSites(duck)
    return {
      signals: await describeSignals(duck, { lines, sites, recipe }),
      unanswered: source === 'web' ? await describeUnanswered(duck, { lines, sites }) : FROM_ARCHIVES,
      by_kind: await describeKinds(duck, source === 'web'),
    }
  } finally {
    await dropAskedRows(duck)
  }
}

const FROM_ARCHIVES: NotAvailable = {
  not_available: 'Pictures came from the archives of the run: no site was asked for one.',
}

interface Found {
  readonly lines: readonly LineCount[]
  readonly sites: Awaited<ReturnType<typeof topSites>>
}

async function describeSignals(
  duck: Duck,
  { lines, sites, recipe }: Found & Pick<AskedOptions, 'recipe'>,
): Promise<readonly AskedSignal[]> {
  const values = await countValues(duck)
  const rates = await signalRates(duck)
  const asked = askedOfRecipe(recipe)
  return SIGNALS.map((signal): AskedSignal => {
    const found = lines.find(({ line }) => line === signal)
    const { fields, obeyed, notAsked } = asked[signal]
    return {
      signal,
      fields,
      obeyed,
      // A count is shown whatever the recipe says.
      not_asked: found === undefined ? notAsked : null,
      left: rateOf(rates, signal),
      shadow: found?.shadow ?? 0,
      sites: found?.sites ?? 0,
      top: sites.get(signal) ?? [],
      values: values.get(signal) ?? [],
    }
  })
}

/** Left out of those that came to each signal, over the sites that could give it. */
async function signalRates(duck: Duck): Promise<RatesByPart> {
  const points = SIGNALS.map((signal) => `(${literal(signal)}, ${POINTS[signal]})`)
  return ratesOfCells(
    duck,
    `SELECT signal AS part,
       CASE WHEN signal IN ('page_directives', 'page_tdm') THEN page_site
         WHEN signal = 'lists' THEN coalesce(page_site, picture_site) ELSE picture_site END AS cluster,
       coalesce(sum(n) FILTER (own AND line = signal), 0) AS k, sum(n) AS n
     FROM ${ASKED_ROWS} JOIN (VALUES ${points.join(', ')}) AS points(signal, point) ON (came & point) <> 0
     GROUP BY ALL`,
  )
}

const CODES = UNANSWERED.map(literal).join(', ')

async function describeUnanswered(duck: Duck, { lines, sites }: Found): Promise<AskedSection['unanswered']> {
  const codes: ReadonlySet<string> = new Set(UNANSWERED)
  const failures = lines
    .filter(({ line, left }) => codes.has(line) && left > 0)
    .map(
      ({ line, status, left, sites: behind, open }): Unanswered => ({
        code: line,
        status,
        about: aboutOf(line, status),
        left,
        sites: behind,
        top: sites.get(keyOfLine({ line, status })) ?? [],
        open,
      }),
    )
  const rates = await ratesOfCells(
    duck,
    `SELECT NULL::VARCHAR AS part, picture_site AS cluster,
       coalesce(sum(n) FILTER (own AND line IN (${CODES})), 0) AS k, sum(n) AS n
     FROM ${ASKED_ROWS} WHERE (came & ${ENTERED_FETCH}) <> 0 GROUP BY ALL`,
  )
  const known = failures.map(({ open }) => open).filter((open) => open !== null)
  return {
    rate: rates.get(null) ?? NO_ROWS,
    open: known.length === 0 ? null : known.reduce((sum, open) => sum + open, 0),
    failures,
  }
}

function aboutOf(code: string, status: number | null): string {
  if (status !== null) return `HTTP ${status} ${STATUS_NAMES.get(status) ?? ''}`.trim()
  const found = Object.entries(FAILURE_CODES).find(([name]) => name === code)
  return found?.[1] ?? code
}

async function describeKinds(duck: Duck, web: boolean): Promise<AskedSection['by_kind']> {
  const signals = SIGNALS.map(literal).join(', ')
  const ratesOf = (lines: string, point: number): Promise<RatesByPart> =>
    ratesOfCells(
      duck,
      `SELECT kind AS part, coalesce(page_site, picture_site) AS cluster,
         coalesce(sum(n) FILTER (own AND line IN (${lines})), 0) AS k, sum(n) AS n
       FROM ${ASKED_ROWS} WHERE (came & ${point}) <> 0 GROUP BY ALL`,
    )
  const refused = await ratesOf(signals, ENTERED_PLAN)
  const unanswered: RatesByPart | null = web ? await ratesOf(CODES, ENTERED_FETCH) : null
  return [...refused].map(([kind, rate]: readonly [string | null, Rate]) => ({
    kind: kind ?? 'other',
    refused: rate,
    unanswered: unanswered === null ? null : rateOf(unanswered, kind),
  }))
}
