import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import { loadRecipe, type Override } from '@warc2dataset/pipeline/run/load-recipe'
import type { RunReport } from '@warc2dataset/pipeline/run/run-options'
import { runRecipe } from '@warc2dataset/pipeline/run/run-recipe'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let folder = ''
let recipe = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'toy-rule-'))
  await generateArchives({
    outDir: join(folder, 'crawl'),
    archives: 2,
    pagesPerArchive: 8,
    distinctPictures: 30,
  })
  recipe = join(folder, 'recipe.json')
  const keep = { similarity: 'threshold' }
  await writeFile(
    recipe,
    JSON.stringify({
      source: { files: ['crawl/*'] },
      score: { models: ['toy'] },
      select: { keep, where: 'original_width >= 64 and similarity_toy < 2' },
    }),
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Outcome {
  readonly report: RunReport
  readonly events: readonly (readonly [string, Readonly<Record<string, unknown>>])[]
}

async function run(...overrides: readonly Override[]): Promise<Outcome> {
  const events: [string, Readonly<Record<string, unknown>>][] = []
  const report = await runRecipe({
    ...(await loadRecipe(recipe, overrides)),
    out: join(folder, 'run'),
    provider: 'cpu',
    log: (event, fields = {}) => events.push([event, fields]),
  })
  return { report, events }
}

const droppedBy = ({ report }: Outcome): readonly string[] => Object.keys(report.counts.select?.dropped ?? {})

describe('a toy model on archives that it was not made for', () => {
  it('scores, warns, and drops nothing; what else the recipe asks for holds', async () => {
    const outcome = await run()
    expect(outcome.report.work.inferences).toBeGreaterThan(10)
    expect(droppedBy(outcome)).toEqual(['select_where'])
    const warnings = outcome.events.filter(([event]) => event === 'toy_drops_nothing')
    expect(warnings).toEqual([['toy_drops_nothing', { ignored: ['select.keep', 'similarity_toy < 2'] }]])
    expect(outcome.events.filter(([event]) => event === 'scorer')).toMatchObject([
      ['scorer', { name: 'toy', provider: 'cpu', toy: true, domain: 'procedural scenes only' }],
    ])
  })

  it.each([{ fraction: 0.5 }, { similarity_toy: { fraction: 0.5 } }, { similarity_toy: 0.9 }])(
    'drops nothing by select.keep %j',
    async (keep) => {
      const outcome = await run(['select.keep', keep])
      expect(droppedBy(outcome)).toEqual(['select_where'])
    },
  )

  it('drops with --allow-toy, at no request and no inference more', async () => {
    const outcome = await run(['score.allow_toy', true])
    expect(outcome.report.work).toMatchObject({ requests: 0, pictures_decoded: 0, inferences: 0 })
    expect(droppedBy(outcome)).toEqual(expect.arrayContaining(['low_similarity', 'no_score']))
    expect(outcome.events.map(([event]) => event)).not.toContain('toy_drops_nothing')
  })
})
