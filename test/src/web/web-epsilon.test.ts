import { describe, expect, it } from 'vitest'
import { tempFolder } from '../bad-input/temp-folder.js'
import { measureEpsilon } from './measure-epsilon.js'
import { EPSILON } from './web-proof.js'

const at = tempFolder()

describe('scores of the same pictures', () => {
  it('are equal within 1e-5 whatever the batch size and the number of workers', {
    timeout: 90_000,
  }, async () => {
    const ways = [
      { batch: 1, workers: 1 },
      { batch: 7, workers: 2 },
      { batch: 64, workers: 1 },
    ]
    for (const { compared, largest } of await measureEpsilon(at(), ways)) {
      expect(compared).toBe(200)
      expect(largest).toBeLessThanOrEqual(EPSILON)
    }
  })
})
