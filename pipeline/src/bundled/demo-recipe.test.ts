import { checkRecipe } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { demoRecipe } from './demo-recipe.js'

describe('demoRecipe', () => {
  it('is a recipe without problems, and holds the hosts', () => {
    const checked = checkRecipe(parse(demoRecipe({ 'a.example': '127.0.0.1:8080', 'b.test': '127.0.0.1:1' })))
    expect(checked).toMatchObject({
      recipe: {
        fetch: { source: 'web', resolve: { 'a.example': '127.0.0.1:8080', 'b.test': '127.0.0.1:1' } },
        select: { keep: { similarity: 'threshold' } },
      },
    })
  })
})
