import type { Sentence } from '@warc2dataset/schemas'
import { displayText } from '../../data/display-text.js'

/** Names of the pages that a sentence may point to. Not taken from the list of pages, which imports this one. */
const PAGE_NAMES: ReadonlyMap<string, string> = new Map([
  ['funnel', 'Funnel'],
  ['threshold', 'Threshold lab'],
  ['groups', 'Who is in, who is out'],
  ['anatomy', 'Alt anatomy'],
  ['words', 'Words'],
  ['sources', 'Sources'],
  ['asked', 'What sites asked'],
  ['languages', 'Languages'],
  ['images', 'Images'],
  ['map', 'Map'],
  ['compare', 'Compare'],
  ['method', 'Method'],
])

/** What the pages found, each sentence with what it does not mean. */
export function Sentences({ sentences }: { readonly sentences: readonly Sentence[] }) {
  return (
    <section>
      <h3>What was found</h3>
      {sentences.length === 0 && <p class="quiet">Nothing is said of this dataset.</p>}
      <ol class="sentences">
        {sentences.map(({ page, text, caveat }) => (
          <li key={text}>
            {PAGE_NAMES.has(page) && (
              <p class="sentence-page">
                <a href={`#${page}`}>{PAGE_NAMES.get(page)}</a>
              </p>
            )}
            <p class="sentence">
              <bdi>{displayText(text)}</bdi>
            </p>
            <p class="quiet">{displayText(caveat)}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}
