import type { Exhibit, ExhibitedPicture } from '@warc2dataset/schemas'
import { useState } from 'preact/hooks'
import { displayText, shorten } from '../data/display-text.js'
import { CrawlText } from './crawl-text.js'
import { count, score } from './rate.js'

interface WallProps {
  readonly rows: readonly Exhibit[]
  /** `exhibits.pictures`. */
  readonly pictures: readonly ExhibitedPicture[]
  /** What these rows are; names the list. */
  readonly label: string
  /** Rows that these were drawn from; absent: not said. */
  readonly of?: number
  /** True: all rows left at one step, which need not be said of each. */
  readonly ofStep?: boolean
}

/** Rows as they are, with their pictures blurred until the reader asks for them. */
export function Wall({ rows, pictures, label, of, ofStep = false }: WallProps) {
  const [shown, setShown] = useState(false)
  const blurred = rows.some(({ picture }) => picture !== null && pictures[picture]?.blur !== false)
  const bare = rows.every((row) => pictureOf(row, pictures) === null)
  if (rows.length === 0) return <p class="quiet">{label}: no rows.</p>
  return (
    <div class="wall">
      <div class="wall-head">
        <p>
          <strong>{label}</strong>
          {of !== undefined && (
            <span class="quiet">
              {' '}
              · {count(rows.length)} of {count(of)}
            </span>
          )}
          {bare && <span class="quiet"> · no picture in this file</span>}
        </p>
        {blurred && (
          <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
            Show pictures
          </button>
        )}
      </div>
      <ul aria-label={label} class={bare ? 'wall-bare' : undefined}>
        {rows.map((row, at) => (
          <WallRow
            key={at}
            row={row}
            picture={pictureOf(row, pictures)}
            shown={shown}
            bare={bare}
            ofStep={ofStep}
          />
        ))}
      </ul>
    </div>
  )
}

function pictureOf({ picture }: Exhibit, pictures: readonly ExhibitedPicture[]): ExhibitedPicture | null {
  return picture === null ? null : (pictures[picture] ?? null)
}

interface WallRowProps {
  readonly row: Exhibit
  readonly picture: ExhibitedPicture | null
  readonly shown: boolean
  /** No row of the wall has a picture, so none needs a place. */
  readonly bare: boolean
  readonly ofStep: boolean
}

function WallRow({ row, picture, shown, bare, ofStep }: WallRowProps) {
  return (
    <li class="wall-row">
      {bare ? null : picture === null ? (
        <NoPicture />
      ) : (
        <Picture picture={picture} text={row.text} shown={shown} />
      )}
      <div class="wall-text">
        <p>
          <CrawlText text={row.text} language={row.language} />
        </p>
        <p class="wall-facts">
          <Fate row={row} />
          {row.reason !== null && <span>{displayText(row.reason)}</span>}
          {row.filter !== null && !ofStep && <code>{displayText(row.filter)}</code>}
          {row.score !== null && <span>score {score(row.score)}</span>}
          {row.distance !== null && <span>{score(row.distance, true)} from the cut</span>}
          {row.width !== null && row.height !== null && (
            <span>
              {count(row.width)} × {count(row.height)} px
            </span>
          )}
        </p>
        <p class="wall-source">
          <CrawlText text={row.domain ?? 'site not known'} />
          <span class="wall-url">
            <CrawlText text={row.url} shown={90} />
          </span>
        </p>
      </div>
    </li>
  )
}

function Fate({ row }: { readonly row: Exhibit }) {
  if (row.kept) return <span class="fate fate-kept">✓ kept</span>
  // An accident is nobody's decision.
  return <span class="fate fate-cut">{row.filter === null ? '✕ left out' : '✕ cut'}</span>
}

function NoPicture() {
  return <span class="wall-picture wall-none">no picture</span>
}

interface PictureProps {
  readonly picture: ExhibitedPicture
  readonly text: string
  readonly shown: boolean
}

function Picture({ picture, text, shown }: PictureProps) {
  const whole = displayText(text)
  const hidden = picture.blur && !shown
  return (
    <span class="wall-picture">
      <img
        class={hidden ? 'blurred' : undefined}
        src={`data:image/jpeg;base64,${picture.jpeg}`}
        width={picture.width}
        height={picture.height}
        alt={`recorded alt: ${shorten(whole, 300) ?? whole}`}
        loading="lazy"
      />
    </span>
  )
}
