import { promptSetSchema } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { SCENE_COLOURS, SCENE_SHAPES } from '../scenes/scene.js'
import { builtInPromptNames, builtInPromptSet, builtInPromptSets } from './prompt-folder.js'

const labelsOf = async (name: string): Promise<readonly string[]> =>
  (await builtInPromptSet(name)).set.classes.map(({ label }) => label)

describe('the prompt sets of the package', () => {
  it('are whole, and named as their files', async () => {
    const sets = await builtInPromptSets()
    expect(sets.map(({ set }) => set.name)).toEqual(await builtInPromptNames())
    expect(new Set(sets.map(({ digest }) => digest)).size).toBe(sets.length)
    for (const { set } of sets) expect(promptSetSchema.parse(JSON.parse(JSON.stringify(set)))).toEqual(set)
  })

  it('have prompts for every class, none of which says two classes of a set', async () => {
    for (const { set } of await builtInPromptSets()) {
      const prompts = set.classes.flatMap(({ prompts }) => prompts)
      expect(set.classes.filter(({ prompts }) => prompts.length === 0)).toEqual([])
      expect(prompts.filter((prompt, at) => prompts.indexOf(prompt) !== at)).toEqual([])
    }
  })

  it('say that nothing was measured where it was not: all but those of the demo', async () => {
    for (const { set } of await builtInPromptSets()) {
      if (set.requires === 'toy-shapes-v1') continue
      expect(set.about).toMatch(/with no labelled (web )?pictures|unmeasured/)
    }
  })

  it('of the demo have the shapes and colours of its scenes', async () => {
    expect(await labelsOf('scene_shape')).toEqual(SCENE_SHAPES)
    expect(await labelsOf('scene_colour')).toEqual(SCENE_COLOURS)
  })

  it('are found by name; another name is refused with the nearest', async () => {
    expect((await builtInPromptSet('style')).set.gives).toEqual({ kind: 'labels', top: 3 })
    await expect(builtInPromptSet('stile')).rejects.toMatchObject({
      exit: 'recipe',
      message: expect.stringContaining('got stile; did you mean style?'),
    })
    await expect(builtInPromptSet('../models/b32')).rejects.toMatchObject({ exit: 'recipe' })
  })
})
