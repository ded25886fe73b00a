import { describe, expect, it } from 'vitest'
import { checkRecipe, recipeFields } from './check-recipe.js'

const problemsOf = (value: unknown): readonly string[] => {
  const checked = checkRecipe(value)
  return 'problems' in checked ? checked.problems : []
}

describe('recipeFields', () => {
  it('lists every leaf once, each with a type and one sentence', () => {
    const fields = recipeFields()
    expect(fields.length).toBeGreaterThan(15)
    expect(new Set(fields.map(({ path }) => path)).size).toBe(fields.length)
    for (const { path, about, type } of fields) {
      expect(about, path).toMatch(/^\S.{9,}\.$/s)
      expect(type, path).not.toBe('value')
    }
  })

  it('says the default that a recipe without the field gets', () => {
    const checked = checkRecipe({ source: { files: ['a'] } })
    if ('problems' in checked) throw new Error(checked.problems.join())
    const optional = [
      'source.files',
      'source.pairs',
      'fetch.resize.image_size',
      'fetch.user_agent',
      'caption.where',
      'caption.base_url',
      'caption.model',
      'caption.temperature',
      'caption.api_key_env',
      'caption.budget',
      'latents.vae',
    ]
    const missing = recipeFields().filter((field) => field.default === undefined)
    expect(missing.map(({ path }) => path).sort()).toEqual(optional.toSorted())
    for (const { path, default: preset } of recipeFields()) {
      if (optional.includes(path)) continue
      const got = path
        .split('.')
        .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], checked.recipe)
      expect(got, path).toEqual(preset)
    }
  })
})

describe('checkRecipe', () => {
  it('names path and value of every problem, and the known fields beside an unknown one', () => {
    expect(problemsOf({ source: { files: [] }, shadow: 2, plan: { wher: 'x' } })).toEqual([
      expect.stringMatching(/^Expected .* for source\.files, got \[\]$/),
      expect.stringMatching(/^Expected .* for shadow, got 2$/),
      expect.stringMatching(
        /^Expected one of where, block_domains, block_lists at plan, got plan\.wher = "x"$/,
      ),
    ])
  })

  it.each<[string, object, RegExp]>([
    ['two sources', { source: { files: ['a'], pairs: ['b'] } }, /^Expected either files or pairs for source/],
    ['no source', { source: {} }, /^Expected either files or pairs for source, got \{\}$/],
    [
      'a list without the web',
      { source: { pairs: ['a'] } },
      /^Expected web, since .* for fetch\.source, got nothing$/,
    ],
    [
      'the web without a contact',
      { source: { files: ['a'] }, fetch: { source: 'web', user_agent: 'my crawl' } },
      /^Expected a name with a contact .* for fetch\.user_agent, got "my crawl"$/,
    ],
    [
      'names that lead off loopback',
      { source: { files: ['a'] }, fetch: { resolve: { 'a.example': '10.0.0.1:80' } } },
      /for fetch\.resolve\.a\.example, got "10\.0\.0\.1:80"$/,
    ],
    [
      'an unknown model',
      { source: { files: ['a'] }, score: { models: ['clip'] } },
      /for score\.models\.0, got "clip"$/,
    ],
    [
      'a wish for something else than similarity',
      { source: { files: ['a'] }, select: { keep: { punsafe: 0.5 } } },
      /for select\.keep/,
    ],
    [
      'an endpoint without a place',
      { source: { files: ['a'] }, caption: { backend: 'endpoint', model: 'm' } },
      /^Expected the URL of the endpoint for caption\.base_url, got nothing$/,
    ],
    [
      'captions by a toy that does not score',
      { source: { files: ['a'] }, caption: { backend: 'template' } },
      /^Expected toy among them, .* for score\.models, got nothing$/,
    ],
    [
      'latents of pictures of any size',
      { source: { files: ['a'] }, latents: { vae: 'file:vae.json' } },
      /^Expected a kind of buckets, .* for select\.bucket, got nothing$/,
    ],
    [
      'a cut to no bucket',
      { source: { files: ['a'] }, fetch: { resize: { mode: 'bucket' } } },
      /^Expected a kind of buckets, .* for select\.bucket, got nothing$/,
    ],
    [
      'buckets of another kind',
      { source: { files: ['a'] }, select: { bucket: { kind: 'novelai' } } },
      /for select\.bucket/,
    ],
    [
      'a step that is no multiple of 8',
      { source: { files: ['a'] }, select: { bucket: { kind: 'kohya', step: 12 } } },
      /for select\.bucket/,
    ],
    [
      'a share above one',
      { source: { files: ['a'] }, select: { caption: { mix: { synthetic: 1.5 } } } },
      /for select\.caption/,
    ],
  ])('refuses %s', (_, recipe, problem) => {
    expect(problemsOf(recipe)).toEqual([expect.stringMatching(problem)])
  })

  it('shows the start of a huge value only', () => {
    const [problem] = problemsOf({ source: { files: 'x'.repeat(10_000) } })
    expect(problem?.length).toBeLessThan(300)
  })

  it.each([undefined, null, 7, 'text', []])('never throws: %j', (value) => {
    expect(problemsOf(value).length).toBeGreaterThan(0)
  })
})
