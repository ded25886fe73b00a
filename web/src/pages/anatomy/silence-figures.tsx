import type { AnatomySection } from '@warc2dataset/schemas'
import type { ComponentChildren } from 'preact'
import { count, percent } from '../../components/rate.js'
import { isAvailable } from '../../data/available.js'
import { DotFigure } from '../figures/dot-figure.js'
import type { Series } from '../figures/dot-options.js'
import { MissingSection } from '../figures/missing-section.js'
import { PartCell } from '../figures/part-cell.js'
import { languageName, plainName } from '../figures/part-name.js'
import { type Silence, silenceShares, silentPictures } from './silence-shares.js'

interface SilenceFiguresProps {
  readonly silence: AnatomySection['silence']
}

const SERIES: readonly Series[] = [
  { label: 'missing', shape: 'triangle' },
  { label: 'empty', shape: 'ring' },
  { label: 'blank', shape: 'square' },
]

/** Pictures whose alt says nothing, by site and by language of the page. */
export function SilenceFigures({ silence }: SilenceFiguresProps) {
  if (!isAvailable(silence)) return <MissingSection title="Silence" why={silence.not_available} />
  const { total, by_domain, by_language } = silence
  if (silentPictures(total).all === 0)
    return <MissingSection title="Silence" why="No picture was counted on the pages." />
  return (
    <>
      <SilenceFigure
        title="Silence, by site"
        part="Site"
        parts={[total, ...by_domain]}
        nameOf={(row) => (row === total ? 'All pictures on pages' : plainName(row.value))}
        about={
          <>
            <Explanation total={total} /> Sites with the most silent pictures; the first row is all sites.
          </>
        }
      />
      <SilenceFigure
        title="Silence, by language of the page"
        part="Language of the page"
        parts={by_language}
        nameOf={({ value }) => languageName(value)}
        about="The same three shares by the language that the page is in. What a page leaves without text never becomes a candidate, so no later filter can be asked about it."
      />
    </>
  )
}

function Explanation({ total }: { readonly total: Silence }) {
  const { all, silent } = silentPictures(total)
  return (
    <>
      Of {count(all)} pictures on {count(total.pages)} pages, {percent(all > 0 ? silent / all : null)} have no
      text. <strong>Missing</strong>: there is no alt attribute, so a screen reader may read the file name
      aloud. <strong>Empty</strong>: <code>alt=""</code>, the author's way to say that the picture is
      decoration. <strong>Blank</strong>: an alt of spaces or invisible characters only, which is neither.
    </>
  )
}

interface SilenceFigureProps {
  readonly title: string
  readonly part: string
  readonly parts: readonly Silence[]
  readonly nameOf: (row: Silence) => string
  readonly about: ComponentChildren
}

function SilenceFigure({ title, part, parts, nameOf, about }: SilenceFigureProps) {
  return (
    <DotFigure
      title={title}
      caption={about}
      label={`${title}: shares of pictures whose alt is missing, empty or blank.`}
      dots={{
        axis: 'Share of pictures',
        joined: false,
        series: SERIES,
        rows: parts.map((row) => ({ label: nameOf(row), points: silenceShares(row) })),
      }}
      table={{
        columns: [
          { key: 'name', label: part },
          { key: 'pages', label: 'Pages', numeric: true },
          { key: 'pictures', label: 'Pictures', numeric: true },
          ...['text', 'missing', 'empty', 'blank'].map((key) => ({
            key,
            label: key === 'text' ? 'With text' : `${key.charAt(0).toUpperCase()}${key.slice(1)}`,
            numeric: true,
          })),
        ],
        rows: parts.map((row) => silenceCells(row, nameOf(row))),
      }}
    />
  )
}

function silenceCells(row: Silence, name: string) {
  const { all } = silentPictures(row)
  const cell = (n: number) => `${count(n)} (${percent(all > 0 ? n / all : null)})`
  return {
    name: <PartCell name={name} />,
    pages: count(row.pages),
    pictures: count(all),
    text: cell(row.text),
    missing: cell(row.missing),
    empty: cell(row.empty),
    blank: cell(row.blank),
  }
}
