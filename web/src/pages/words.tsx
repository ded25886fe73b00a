import type { WordsSection } from '@warc2dataset/schemas'
import { NotAvailableNote } from '../components/not-available.js'
import { PageHead } from '../components/page-head.js'
import { count } from '../components/rate.js'
import { isAvailable } from '../data/available.js'
import type { PageProps } from '../data/report.js'
import { useHashQuery } from './use-hash-query.js'
import { RankedWords } from './words/ranked-words.js'
import { wordEnds } from './words/word-ends.js'
import { WordScatter } from './words/word-scatter.js'

const TITLE = 'Words'
const CAVEAT =
  'A word that marks a side is used by more of its sites than of the other side’s. That is an association: it does not say that the word is the reason.'

/** A z that one word in twenty reaches by chance. */
const NOISE = 2

type Contrast = WordsSection['contrasts'][number]

/** Words that mark one side of a cut, by Monroe's log-odds ratio. */
export function WordsPage({ report }: PageProps) {
  const { words, subject } = report.inspection
  const [query, setQuery] = useHashQuery('words')
  if (!isAvailable(words)) {
    return (
      <>
        <PageHead title={TITLE} sentence="Words were not compared." caveat={CAVEAT} />
        <NotAvailableNote why={words.not_available} />
      </>
    )
  }
  const contrast = words.contrasts.find(({ id }) => id === query.get('contrast')) ?? words.contrasts[0]
  if (contrast === undefined) {
    return <PageHead title={TITLE} sentence="No two sides had words to compare." caveat={CAVEAT} />
  }
  return (
    <>
      <PageHead title={TITLE} sentence={headSentence(contrast)} caveat={CAVEAT} />
      {subject.toy && (
        <p class="note">
          <strong>A toy model had a say in the cut.</strong> These words show how the page works, and nothing
          else.
        </p>
      )}
      {words.contrasts.length > 1 && (
        <div class="controls">
          <label>
            Compare{' '}
            <select
              value={contrast.id}
              onChange={(event) => setQuery({ contrast: event.currentTarget.value }, 'push')}
            >
              {words.contrasts.map(({ id, first, second }) => (
                <option key={id} value={id}>
                  {first} against {second}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      {contrast.rows.length > 0 ? <ContrastView contrast={contrast} /> : <NoWords contrast={contrast} />}
    </>
  )
}

function headSentence({ words, first, second, first_rows, second_rows }: Contrast): string {
  if (words === 0)
    return `No word was common enough to compare ${count(first_rows)} texts (${first}) with ${count(second_rows)} (${second}).`
  return `${count(words)} words were common enough to compare ${count(first_rows)} texts (${first}) with ${count(second_rows)} (${second}).`
}

function NoWords({ contrast: { first, second } }: { readonly contrast: Contrast }) {
  return (
    <p class="note">
      A word is compared if it stands in at least 20 texts and on at least 5 sites of both sides together. No
      word of {first} and {second} does. That says how few sites there are, not that the sides are alike.
    </p>
  )
}

function ContrastView({ contrast }: { readonly contrast: Contrast }) {
  const { first, second } = wordEnds(contrast)
  const strongest = Math.max(0, ...contrast.rows.map(({ z }) => Math.abs(z)))
  return (
    <>
      {strongest < NOISE && (
        <p class="note">
          <strong>No word stands out.</strong> Every z lies between −{NOISE} and {NOISE}, as it would if the
          two sides used the same words.
        </p>
      )}
      <WordScatter contrast={contrast} />
      <section>
        <h3>The strongest on each side</h3>
        <div class="word-lists">
          <RankedWords title={`Marks ${contrast.first}`} words={first} />
          <RankedWords title={`Marks ${contrast.second}`} words={second} />
        </div>
        <p class="quiet">
          The two counts are sites of {contrast.first} and of {contrast.second} that use the word.
        </p>
      </section>
      <section>
        <h3>How to read this</h3>
        <ul>
          <li>Sites are counted, not texts: a shop that repeats a phrase a thousand times is one site.</li>
          <li>Only words in at least 20 texts and on at least 5 sites are shown.</li>
          <li>
            z is the log-odds ratio over its standard error, with an informative Dirichlet prior of{' '}
            {count(contrast.prior)} (Monroe, Colaresi and Quinn 2008). It orders words. It is no test: many
            words are compared at once.
          </li>
          {contrast.sampled && <li>The texts were drawn by a hash, as there are too many to read all.</li>}
          <li>
            Words are split as their script splits them. The language of a single word is not known here.
          </li>
        </ul>
      </section>
    </>
  )
}
