import { CrawlText } from '../../components/crawl-text.js'
import { count } from '../../components/rate.js'
import type { WordRow } from './word-ends.js'
import { signed } from './word-scatter.js'

const LISTED = 25

interface RankedWordsProps {
  readonly title: string
  readonly words: readonly WordRow[]
}

/** Words that mark one side, the strongest first. */
export function RankedWords({ title, words }: RankedWordsProps) {
  return (
    <section>
      <h4>{title}</h4>
      {words.length === 0 ? (
        <p class="quiet">No word marks this side.</p>
      ) : (
        <ol class="ranked-words">
          {words.slice(0, LISTED).map((row) => (
            <li key={row.word}>
              <CrawlText text={row.word} shown={60} />{' '}
              <span class="quiet">
                z {signed(row.z, 2)} · {count(row.first_domains)} : {count(row.second_domains)} sites
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
