import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readAll } from '@warc2dataset/stages/warc/warc-fixtures'
import { describe, expect, it } from 'vitest'
import { SHARED } from '../place.js'
import { expectAccounted } from './expect-accounted.js'
import { MALFORMED } from './malformed-files.js'

const FOLDER = join(SHARED, 'warc-malformed')
const names = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : []
const why = names.length === 0 ? ' — SKIPPED: there is no ../shared/data/warc-malformed' : ''

describe.skipIf(names.length === 0)(`malformed archives of other projects' tests${why}`, () => {
  it('are all known here', () => {
    expect(names).toEqual(Object.keys(MALFORMED).sort())
  })

  it.each(Object.entries(MALFORMED))('%s', async (name, expected) => {
    const path = join(FOLDER, name)
    const result = await readAll(path)
    const records = result.events.flatMap((event) =>
      event.kind === 'record'
        ? [[event.type, event.blockLength, event.truncated].filter((part) => part !== null).join(' ')]
        : [],
    )
    const gaps = result.events.flatMap((event) =>
      event.kind === 'gap' ? [`${event.reason}@${event.offset}+${event.length}`] : [],
    )
    expect({ bytes: result.account.bytes, records, gaps }).toEqual(expected)
    expectAccounted(result, await readFile(path))
  })
})
