import type { Inspection } from '@warc2dataset/schemas'

interface LexiconNotesProps {
  readonly lexicons: Inspection['method']['lexicons']
  /** Null: all. */
  readonly axis: string | null
}

/** The word lists behind the groups, and what they cannot tell. */
export function LexiconNotes({ lexicons, axis }: LexiconNotesProps) {
  const told = lexicons.filter((lexicon) => axis === null || lexicon.axis === axis)
  if (told.length === 0) return null
  return (
    <section>
      <h3>The word lists</h3>
      <dl class="lexicons">
        {told.map(({ id, version, lang, note, sets }) => (
          <div key={id}>
            <dt>
              {id}, version {version}, texts in “{lang}”, {sets.length} sets
            </dt>
            <dd>{note}</dd>
          </div>
        ))}
      </dl>
      <p>
        All their words are on the page <a href="#method">Method</a>.
      </p>
    </section>
  )
}
