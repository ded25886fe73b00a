import { checkRecipe, type Recipe } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { fingerprintsOf, phases } from '../phases/index.js'
import { differences } from './differences.js'

const recipe = (changes: object = {}): Recipe => {
  const checked = checkRecipe({ source: { files: ['a.warc.gz'] }, ...changes })
  if ('problems' in checked) throw new Error(checked.problems.join('\n'))
  return checked.recipe
}

describe('differences', () => {
  it('names each leaf that differs, sorted, with both values', () => {
    const before = { b: { c: 1, d: [1] }, a: 'x', same: { e: 1 } }
    expect(differences(before, { b: { c: 2, d: [1, 2] }, a: 'x', same: { e: 1 }, new: true })).toEqual([
      'b.c: the run has 1, the recipe says 2',
      'b.d: the run has [1], the recipe says [1,2]',
      'new: the run has undefined, the recipe says true',
    ])
  })

  it('finds none between equal values, and names the whole if a list became a table', () => {
    expect(differences({ a: { b: [1] } }, { a: { b: [1] } })).toEqual([])
    expect(differences({ a: [] }, { a: {} })).toEqual(['a: the run has [], the recipe says {}'])
  })
})

describe('fingerprintsOf', () => {
  const before = fingerprintsOf(recipe())
  const changed = (changes: object): readonly string[] => {
    const after = fingerprintsOf(recipe(changes))
    return Object.keys(before).filter(
      (phase) => before[phase as keyof typeof before] !== after[phase as keyof typeof after],
    )
  }

  it.each([
    [
      { extract: { max_images: 7 } },
      ['extract', 'dedup', 'plan', 'fetch', 'score', 'annotate', 'caption', 'select', 'pack', 'latents'],
    ],
    [
      { dedup: { max_texts: 2 } },
      ['dedup', 'plan', 'fetch', 'score', 'annotate', 'caption', 'select', 'pack', 'latents'],
    ],
    [
      { plan: { where: 'text_length > 3' } },
      ['plan', 'fetch', 'score', 'annotate', 'caption', 'select', 'pack', 'latents'],
    ],
    [
      { fetch: { resize: { max_area: 4096 } } },
      ['fetch', 'score', 'annotate', 'caption', 'select', 'pack', 'latents'],
    ],
    [{ select: { where: 'width > 3' } }, ['select', 'pack', 'latents']],
    [{ annotate: { tags: ['style'] } }, ['select', 'pack', 'latents']],
    // What is asked of a captioner, and of which VAE, is in their units.
    [{ caption: { prompt: 'Name it.', where: 'width > 3' } }, []],
    [{ latents: { batch_size: 2 } }, []],
    [{ select: { bucket: { kind: 'sdxl' }, caption: 'synthetic' } }, ['select', 'pack', 'latents']],
    [
      { shadow: 0.5 },
      ['extract', 'dedup', 'plan', 'fetch', 'score', 'annotate', 'caption', 'select', 'pack', 'latents'],
    ],
    [{}, []],
  ])('a change of %j redoes its phase and what follows, no phase before', (changes, redone) => {
    expect(changed(changes)).toEqual(redone)
  })

  it('a new version of a stage redoes its phase and what follows', () => {
    const [first, ...others] = phases.plan.stages
    const plan = { ...phases.plan, stages: [{ name: first?.name ?? '', version: 999 }, ...others] }
    const after = fingerprintsOf(recipe(), { ...phases, plan })
    expect([after.extract, after.dedup]).toEqual([before.extract, before.dedup])
    expect([after.plan, after.fetch, after.select, after.pack]).not.toContain(before.plan)
    expect(after.pack).not.toBe(before.pack)
  })
})
