import { readFileSync } from 'node:fs'
import { PLANTED_BLOCKED, PLANTED_SIX_TEXTS } from '@warc2dataset/pipeline/demo/planted'
import { type Inspection, inspectionSchema, isAvailable, type NotAvailable } from '@warc2dataset/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import { commitsOf } from '../bad-input/commits.js'
import { ledgerOf, query } from '../bad-input/query.js'
import { runCli } from '../bad-input/run-cli.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { candidatesOf, type PlantedRun, RECIPE, runPlanted } from './planted-run.js'

const at = tempFolder()
let run: PlantedRun
let inspection: Inspection
beforeAll(async () => {
  run = await runPlanted(at())
  const { code, stderr } = await runCli(['inspect', run.out])
  expect(code, stderr).toBe(0)
  inspection = inspectionSchema.parse(JSON.parse(readFileSync(`${run.out}/inspect/inspect.json`, 'utf8')))
})

function there<T extends object>(section: T | NotAvailable): T {
  if (isAvailable(section)) return section
  throw new Error(`Expected the section, got none: ${section.not_available}`)
}

/** A number, asked of the files with another DuckDB. */
async function ask(condition: string): Promise<number> {
  const [row] = await query(`SELECT count(*) AS n FROM ${ledgerOf(run.out)} WHERE ${condition}`)
  return Number(row?.['n'])
}

/** The draw of the shadow sample as README states it. */
const SAMPLED = `(candidate_id & 16777215) < ${RECIPE.shadow * 2 ** 24} AND url <> ''`
const said = (filter: string, pass: boolean): string =>
  `list_contains(list_transform(verdicts, lambda v: v."filter" || v.pass), '${filter.replaceAll("'", "''")}${pass}')`

describe('the funnel of the planted run', () => {
  it('begins with every picture reference and adds up to what is kept', async () => {
    const { references, candidates, kept, steps, phases } = there(inspection.funnel)
    const images = (await commitsOf(run.out, 'extract')).map(
      ({ account }) => account['images'] as Record<string, number>,
    )
    const total = images.reduce((sum, one) => sum + (one['total'] ?? 0), 0)
    expect(references?.total).toBe(total)
    expect(references?.without.reduce((sum, { n }) => sum + n, references.candidates)).toBe(total)
    expect(candidates).toBe(await candidatesOf(run.out))
    expect(steps.reduce((sum, { left }) => sum + left, kept)).toBe(candidates)
    expect(kept).toBe(await ask(`outcome = 'kept'`))
    phases.forEach(({ in: entered, out }, index) => {
      const left = steps
        .filter(({ phase }) => phase === phases[index]?.phase)
        .reduce((sum, step) => sum + step.left, 0)
      expect(entered - out).toBe(left)
    })
  })

  it('counts at each step those whose ledger row names it, a shadow row at its first filter', async () => {
    for (const { filter, reasons, left } of there(inspection.funnel).steps) {
      const condition =
        filter === null
          ? `"filter" IS NULL AND reason = '${reasons[0]?.reason}'`
          : `"filter" = '${filter.replaceAll("'", "''")}'`
      expect(left, filter ?? '').toBe(await ask(condition))
    }
  })

  it('gives of the shadow sample what each filter said of it, whatever cut before', async () => {
    const { steps } = there(inspection.funnel)
    for (const filter of ['text_length >= 3', 'text_length >= 4', `url_domain != 'failing.example'`]) {
      const shadow = steps.find((step) => step.filter === filter)?.shadow
      const cut = await ask(`${SAMPLED} AND ${said(filter, false)}`)
      expect(shadow?.cut, filter).toBe(cut)
      expect(shadow?.saw, filter).toBe(cut + (await ask(`${SAMPLED} AND ${said(filter, true)}`)))
    }
    const short = steps.find(({ filter }) => filter === 'text_length >= 3')?.shadow
    // Carried past the first filter, they fail the others, too: none was cut by the first alone.
    expect(short?.cut).toBeGreaterThan(1)
    expect(short?.only).toBe(0)
  })

  it('lets a query of its own give the rows of a step', async () => {
    const step = there(inspection.funnel).steps.find(({ filter }) => filter === 'dedup')
    const sql = (step?.query ?? '').replaceAll(/'(ledger|selections)\//g, `'${run.out}/$1/`)
    expect(await query(sql)).toHaveLength(step?.left ?? -1)
  })
})

it('counts the URL with six texts as six candidates on every page', async () => {
  const { sources, anatomy, languages, funnel } = inspection
  const six = await ask(`url = '${PLANTED_SIX_TEXTS.url}'`)
  expect(six).toBe(6)
  const domain = 'planted.example'
  const ofDomain = await ask(`coalesce(page_domain, url_domain) = '${domain}'`)
  const part = there(sources).domains.find(({ value }) => value === domain)
  expect(part?.candidates).toBe(ofDomain)
  expect(part?.kept).toBe(await ask(`coalesce(page_domain, url_domain) = '${domain}' AND outcome = 'kept'`))
  const all = await candidatesOf(run.out)
  const total = (parts: readonly { readonly candidates: number }[]): number =>
    parts.reduce((sum, { candidates }) => sum + candidates, 0)
  expect(total(there(anatomy).kinds)).toBe(all)
  expect(total(there(anatomy).lengths)).toBe(all)
  expect(there(anatomy).classes.reduce((sum, { candidates }) => sum + candidates.k, 0)).toBe(all)
  expect(total(there(languages).languages)).toBe(all)
  expect(total(there(languages).scripts)).toBe(all)
  for (const { parts } of there(funnel).by) expect(total(parts)).toBe(all)
})

it('leaves blocked candidates blocked, those of the shadow sample, too', async () => {
  const { steps } = there(inspection.funnel)
  const blocked = steps.find(({ filter }) => filter === 'plan.block_domains')
  // A shadow row of that site left at the first filter that it failed; its way ended at the block all the same.
  const shadow = await ask(
    `url_domain = '${PLANTED_BLOCKED.domain}' AND shadow AND shadow_fate = 'blocked_domain'`,
  )
  expect(shadow).toBeGreaterThan(0)
  expect(blocked?.left).toBe(await ask(`reason = 'blocked_domain' AND NOT shadow`))
  expect(blocked?.shadow?.cut).toBe(await ask(`${SAMPLED} AND ${said('plan.block_domains', false)}`))
  expect(blocked?.shadow?.cut).toBeGreaterThanOrEqual(shadow)
  expect(await ask(`url_domain = '${PLANTED_BLOCKED.domain}' AND outcome = 'kept'`)).toBe(0)
})

it('says that there are no scores, and why there is no map', () => {
  expect(inspection.threshold).toEqual({ not_available: expect.stringMatching(/No row has a score/) })
  expect(inspection.map).toEqual({ not_available: expect.stringMatching(/no embeddings/) })
})
