import type { Inspection } from '@warc2dataset/schemas'
import { CrawlText } from '../../components/crawl-text.js'
import { Facts } from '../../components/facts.js'
import { count } from '../../components/rate.js'
import { languageTag } from '../../data/display-text.js'

type Lexicon = Inspection['method']['lexicons'][number]

/** Every list of words in full: a group is what its list says, nothing else. */
export function Lexicons({ lexicons }: { readonly lexicons: readonly Lexicon[] }) {
  return (
    <section>
      <h3>Lexicons</h3>
      <p>
        A text is in a group if it holds one of these words, in none of the excluded contexts. The longest
        match counts. No name, face or picture is looked at.
      </p>
      {lexicons.length === 0 && <p class="quiet">None was used.</p>}
      {lexicons.map((lexicon) => (
        <details class="step" key={lexicon.id}>
          <summary>
            <span class="step-name">{lexicon.id}</span>
            <span class="step-count">
              version {lexicon.version} ·{' '}
              {count(lexicon.sets.reduce((sum, { terms }) => sum + terms.length, 0))} terms
            </span>
          </summary>
          <LexiconFacts lexicon={lexicon} />
        </details>
      ))}
    </section>
  )
}

function LexiconFacts({ lexicon }: { readonly lexicon: Lexicon }) {
  const language = languageTag(lexicon.lang)
  return (
    <>
      <p>
        <CrawlText text={lexicon.note} shown={2000} />
      </p>
      <Facts
        facts={[
          ['Axis', lexicon.axis],
          ['Language', lexicon.lang],
          ['Licence', lexicon.licence],
          ['SHA-256', <code>{lexicon.sha256}</code>],
        ]}
      />
      {lexicon.sets.map(({ id, label, terms, exclude }) => (
        <div key={id} class="lexicon-set">
          <h4>
            {label} <code>{id}</code>
          </h4>
          <p lang={language}>{terms.join(' · ')}</p>
          {exclude.length > 0 && (
            <p class="quiet">
              Not in: <span lang={language}>{exclude.join(' · ')}</span>
            </p>
          )}
        </div>
      ))}
    </>
  )
}
