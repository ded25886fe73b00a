import { type Candidate, kept, type Located, type Planned } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { from } from './compose.js'
import type { Sink, Source, Stage } from './stage.js'

function stage<In extends Candidate, Out extends Candidate>(name: string): Stage<In, Out> {
  return {
    name,
    version: 1,
    open: async () => ({
      process: async (batch) => batch.map((row) => kept(row as unknown as Out)),
      close: async () => {},
    }),
  }
}

const source: Source<Candidate> = { name: 'source', read: async function* () {} }
const sink: Sink<Located> = { name: 'sink', write: async () => {} }
const particular: Sink<Candidate, Located> = { name: 'sink', write: async () => {} }
const plan = stage<Candidate, Planned>('plan')
const locate = stage<Planned, Located>('locate')

describe('from … through … into', () => {
  it('keeps the stages in order', () => {
    const line = from(source).through(plan).through(locate).into(sink)
    expect(line.stages.map((s) => s.name)).toEqual(['plan', 'locate'])
  })

  it('does not compile in a wrong order', () => {
    // @ts-expect-error locate needs what plan adds
    from(source).through(locate)
    // @ts-expect-error the sink needs what locate adds
    from(source).through(plan).into(sink)
    // @ts-expect-error the sink asks more of the rows that leave than this source gives
    from(source).into(particular)
  })
})
