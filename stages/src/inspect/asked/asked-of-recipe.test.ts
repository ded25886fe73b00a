import { OPT_OUT_DIRECTIVES, recipeSchema, SIGNALS } from '@warc2dataset/schemas'
import { expect, it } from 'vitest'
import { askedOfRecipe } from './asked-of-recipe.js'

const asked = (recipe: Readonly<Record<string, unknown>>) =>
  askedOfRecipe(recipeSchema.parse({ source: { files: ['a.warc'] }, ...recipe }))
const web = { source: 'web', user_agent: 'test (+https://test.example/)' }
const lookedFor = (of: ReturnType<typeof asked>) => SIGNALS.filter((signal) => of[signal].notAsked === null)

it('looks for directives and XMP unless told otherwise, and for robots.txt of whom it asks', () => {
  expect(lookedFor(asked({}))).toEqual(['page_directives', 'picture_directives', 'xmp'])
  expect(lookedFor(asked({ fetch: web }))).toEqual([
    'robots_txt',
    'page_directives',
    'picture_directives',
    'xmp',
  ])
  expect(asked({}).robots_txt.notAsked).toMatch(/from archives/)
  expect(asked({}).picture_directives.obeyed).toEqual(OPT_OUT_DIRECTIVES)
})

it('looks for what the recipe switches on, and says why not for what it switches off', () => {
  const all = asked({
    fetch: web,
    opt_out: { tdm: true, directives: ['noai'], robots_agents: ['CCBot'] },
    plan: { block_domains: ['a.example'], block_lists: ['/lists/one.txt', '/lists/two.txt'] },
  })
  expect(lookedFor(all)).toEqual(SIGNALS)
  expect(all.lists.obeyed).toEqual(['1 domain', '2 lists'])
  expect([all.robots_txt.obeyed, all.page_directives.obeyed]).toEqual([['CCBot'], ['noai']])
  const none = asked({ fetch: web, opt_out: { robots_txt: false, directives: [], xmp: false } })
  expect(lookedFor(none)).toEqual([])
  expect(SIGNALS.map((signal) => none[signal].notAsked)).toEqual([
    'opt_out.robots_txt is false.',
    'opt_out.directives is empty.',
    'opt_out.directives is empty.',
    'opt_out.tdm is false.',
    'opt_out.tdm is false.',
    'opt_out.xmp is false.',
    'plan.block_domains and plan.block_lists are empty.',
  ])
})

it('looks at no page of a list of pictures', () => {
  const of = asked({ source: { pairs: ['a.parquet'] }, fetch: web, opt_out: { tdm: true } })
  expect(lookedFor(of)).toEqual(['robots_txt', 'picture_directives', 'picture_tdm', 'xmp'])
  expect([of.page_directives.notAsked, of.page_tdm.notAsked]).toEqual([
    'The run began with a list of pictures: no page was read.',
    'The run began with a list of pictures: no page was read.',
  ])
})
