import { verifyRun } from '@warc2dataset/pipeline/look/verify-run'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ledgerOf, query } from '../bad-input/query.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { webRecipe, writeList, writeWebRecipe } from '../web/make-list.js'
import { openPictureSite, type PictureSite } from '../web/picture-site.js'
import { planSite, type SiteUrl } from '../web/site-plan.js'
import { runHere } from '../web/web-world.js'
import { writeColours } from './write-colours.js'

const PICTURES = 60
/** Below this number a picture has two URLs, and so may have two texts that are scored apart. */
const TWICE = 12
const LONG = 'a small red circle left of a large purple star '.repeat(100).slice(0, 4000)
/** All that a model with 32 places sees of it. */
const SEEN = LONG.split(' ').slice(0, 32).join(' ')

const SPECIAL: Readonly<Record<number, string>> = {
  0: '!!! ??? --- ***',
  1: LONG,
  [PICTURES + 1]: SEEN,
  2: '猫 の 写真',
}
const textOf = ({ text }: SiteUrl, index: number): string => SPECIAL[index] ?? text

const at = tempFolder()
let site: PictureSite
let texts: ReadonlyMap<string, string>

beforeAll(async () => {
  const plan = planSite({ seed: 'hard', urls: PICTURES + TWICE, domains: 6, pictures: PICTURES })
  site = await openPictureSite(plan, { latencyMs: 0 })
  const pairs = plan.urls.map((url, index) => [url.url, textOf(url, index)] as const)
  texts = new Map(pairs)
  await writeList(at('list.csv'), pairs)
  // Words that the check at the start does not try: it would refuse the model.
  const colours = writeColours(at('colours'), {
    spoilt: { black: Number.NaN, white: Number.POSITIVE_INFINITY },
  })
  const recipe = webRecipe(site, {
    list: 'list.csv',
    shardSize: 12,
    others: {
      score: { models: [`file:${colours}`, 'toy'], allow_toy: true },
      select: { keep: { similarity_colours: -2 } },
    },
  })
  await runHere(await writeWebRecipe(at(), 'recipe.json', recipe), at('run'))
}, 120_000)
afterAll(() => site?.close())

interface Scored {
  readonly url: string
  readonly similarity: number | null
  readonly problem: string | null
  readonly truncated: boolean | null
}

async function scoredBy(scorer: string, out = at('run')): Promise<ReadonlyMap<string, Scored>> {
  const rows = await query(`
    SELECT url, similarity, problem, text_truncated AS truncated FROM '${out}/scored/${scorer}/metadata/*.parquet'
    UNION ALL SELECT url, NULL, problem, NULL FROM '${out}/scored/${scorer}/unscored/*.parquet'`)
  return new Map(rows.map((row) => [String(row['url']), row as unknown as Scored]))
}

const urlOf = (text: string): string => [...texts].find(([, each]) => each === text)?.[0] ?? ''

describe('values that no score may come from', { timeout: 60_000 }, () => {
  it('are a typed reason each, and never a zero', async () => {
    const scored = await scoredBy('colours')
    expect(scored.size).toBe(texts.size)
    for (const [url, text] of texts) {
      const row = scored.get(url)
      const isBroken = /\b(black|white)\b/.test(text)
      const isUnknown = text === SPECIAL[0] || text === SPECIAL[2]
      expect([text, row?.problem]).toEqual([
        text,
        isBroken ? 'not_finite' : isUnknown ? 'out_of_vocabulary' : null,
      ])
      if (isBroken || isUnknown) expect(row?.similarity).toBeNull()
      else expect(Math.abs(Number(row?.similarity))).toBeLessThanOrEqual(1 + 1e-6)
    }
    const broken = [...scored.values()].filter(({ problem }) => problem === 'not_finite')
    expect(broken.length).toBeGreaterThanOrEqual(5)
  })

  it('are no matter of the other scorer', async () => {
    const problems = [...(await scoredBy('toy')).values()].filter(({ problem }) => problem !== null)
    expect(problems.map(({ url }) => texts.get(url)).sort()).toEqual([SPECIAL[0], SPECIAL[2]].sort())
  })

  it('leave by name, and every account closes', async () => {
    const rows = await query(
      `SELECT url, outcome, reason FROM ${ledgerOf(at('run'))} WHERE exit_phase = 'select' AND outcome <> 'kept'`,
    )
    const without = [...(await scoredBy('colours')).values()].filter(({ similarity }) => similarity === null)
    expect(rows.map(({ url }) => url).sort()).toEqual(without.map(({ url }) => url).sort())
    expect(new Set(rows.map(({ reason }) => reason))).toEqual(new Set(['no_score']))
    expect((await verifyRun(await openRun(at('run')), { deep: true })).problems).toEqual([])
  })

  it('do not come of a text of 4,000 characters: it is scored by its beginning, and marked', async () => {
    for (const scorer of ['toy', 'colours']) {
      const scored = await scoredBy(scorer)
      const [long, seen] = [scored.get(urlOf(LONG)), scored.get(urlOf(SEEN))]
      expect([long?.truncated, seen?.truncated]).toEqual([true, false])
      expect(long?.similarity).toBeCloseTo(Number(seen?.similarity), 5)
    }
  })

  it.each([1, 7])('are the same in batches of %i', async (batch) => {
    const out = at(`batch-${batch}`)
    await runHere(at('recipe.json'), out, [['score.batch_size', batch]], { until: 'score' })
    for (const scorer of ['toy', 'colours']) {
      const [before, after] = [await scoredBy(scorer), await scoredBy(scorer, out)]
      for (const [url, row] of before) {
        const other = after.get(url)
        expect({ ...other, similarity: null }).toEqual({ ...row, similarity: null })
        if (row.similarity === null) expect(other?.similarity).toBeNull()
        else expect(Math.abs(Number(other?.similarity) - Number(row.similarity))).toBeLessThan(1e-6)
      }
    }
  })
})
