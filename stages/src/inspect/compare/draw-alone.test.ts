import { describe, expect, it } from 'vitest'
import type { TestPair } from '../test-pairs.js'
import { drawAlone } from './draw-alone.js'
import { withTestSubjects } from './test-subjects.js'

const at = (url: string, more: TestPair = {}): TestPair => ({ url, text: `of ${url}`, ...more })

describe('drawAlone', () => {
  it('draws what only one kept, of its own table', async () => {
    const a = {
      pairs: [
        at('both'),
        at('cut by b'),
        at('only a', { text: 'me@mail.example' }),
        at('cut', { kept: false }),
        at(''),
      ],
    }
    const b = { pairs: [at('cut by b', { kept: false }), at('both'), at('only b'), at('')] }
    await withTestSubjects({ a, b }, async (subjects) => {
      const drawn = await drawAlone(subjects, { each: 24, seed: 1 })
      expect(drawn.a.map(({ url }) => url).sort()).toEqual(['cut by b', 'only a'])
      expect(drawn.a.find(({ url }) => url === 'only a')?.text).toBe('[e-mail]')
      expect(drawn.b).toMatchObject([
        { url: 'only b', text: 'of only b', kept: true, reason: null, filter: null },
      ])
    })
  })

  it('draws at most as many as asked, the same ones for the same seed', async () => {
    const pairs = Array.from({ length: 90 }, (_, row) => at(`u${row}`))
    await withTestSubjects({ a: { pairs }, b: { pairs: [] } }, async (subjects) => {
      const draw = (seed: number) => drawAlone(subjects, { each: 24, seed })
      const one = await draw(1)
      expect(one.a).toHaveLength(24)
      expect(one.b).toEqual([])
      expect(await draw(1)).toEqual(one)
      expect(await draw(2)).not.toEqual(one)
    })
  })
})
