import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultPictureLimits, minMemoryBytes } from '@warc2dataset/stages/picture/picture-limits'
import type { PictureOutcome } from '@warc2dataset/stages/picture/picture-outcome'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MeasuredDecoder, openMeasuredDecoder } from './child-memory.js'
import { malformedFolder, malformedNames } from './malformed-folder.js'
import { malformedOutcomes } from './malformed-outcomes.js'

const names = malformedNames()
const skipped = names.length === 0 ? ` SKIPPED: ${malformedFolder} does not exist` : ''

test.skipIf(names.length === 0)(`the table names every file, and no other${skipped}`, () => {
  expect([...malformedOutcomes.keys()].sort()).toEqual(names)
})

describe.skipIf(names.length === 0).each([
  ['the default', defaultPictureLimits.memoryBytes],
  ['the least', minMemoryBytes],
])(`images-malformed by one child with %s memory${skipped}`, (_, memoryBytes) => {
  const isTight = memoryBytes === minMemoryBytes
  let decoder: MeasuredDecoder
  beforeAll(async () => {
    decoder = await openMeasuredDecoder({ ...defaultPictureLimits, memoryBytes })
  })
  afterAll(() => decoder.close())

  test.each(names)('%s', async (name) => {
    const { outcome, peakBytes, isChildAlive } = await decoder.decode(
      readFileSync(join(malformedFolder, name)),
    )
    const isTooLarge = isTight && tooLarge.includes(name)
    expect(brief(outcome)).toBe(isTooLarge ? 'decode_memory' : malformedOutcomes.get(name))
    expect(isChildAlive).toBe(!(isTight && name === doubtful))
    if (outcome.ok) expect(peakBytes).toBeGreaterThan(2 ** 24)
    expect(peakBytes).toBeLessThan(memoryBytes)
  })

  test('no child crashed', () => {
    // The doubtful one is tried in a fresh child, which is not trusted afterwards.
    const spawned = isTight ? 3 : 1
    expect(decoder.stats()).toEqual({ decodes: names.length, spawned, crashes: 0 })
  })
})

/** What does not fit into the least memory that is accepted. */
const tooLarge = ['avif-orientation-6.avif']
/** With the least memory an error after the header may be one of memory. */
const doubtful = 'truncated.jpg'

function brief(outcome: PictureOutcome): string {
  if (outcome.ok) return `${outcome.format} ${outcome.width}x${outcome.height}`
  const seen = /^the bytes look like: (.*)/.exec(outcome.detail)?.[1]
  return seen === undefined ? outcome.code : `${outcome.code}: ${seen}`
}
