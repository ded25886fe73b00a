import type { Inspection } from '@warc2dataset/schemas'
import { count } from '../../components/rate.js'

interface LexiconNotesProps {
  readonly lexicons: Inspection['method']['lexicons']
  /** Null: all. */
  readonly axis: string | null
}

/** The word lists behind the groups, and what they cannot tell. */
export function LexiconNotes({ lexicons, axis }: LexiconNotesProps) {
  const told = lexicons.filter((lexicon) => axis === null || lexicon.axis === axis)
  if (told.length === 0) return null
  const languages = new Set(told.map(({ lang }) => lang)).size
  return (
    <section>
      <h3>The word lists</h3>
      <p>
        A text is in a group if it holds one of the words of a list in its language. All words are on the page{' '}
        <a href="#method">Method</a>.
      </p>
      <details>
        <summary>
          What {told.length === 1 ? 'this list misses' : `these ${count(told.length)} lists miss`} (
          {count(languages)} {languages === 1 ? 'language' : 'languages'})
        </summary>
        <dl class="lexicons">
          {told.map(({ id, version, lang, note, sets }) => (
            <div key={id}>
              <dt>
                {id}, version {version}, texts in “{lang}”, {count(sets.length)}{' '}
                {sets.length === 1 ? 'set' : 'sets'}
              </dt>
              <dd>{note}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  )
}
