import type { ImagesSection } from '@warc2dataset/schemas'
import { useMemo } from 'preact/hooks'
import { CrawlText } from '../../components/crawl-text.js'
import { Figure } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'
import { count, percent } from '../../components/rate.js'
import { isAvailable } from '../../data/available.js'
import { MissingSection } from '../figures/missing-section.js'
import { Roomy } from '../figures/roomy.js'
import { TableSection } from '../figures/table-section.js'
import { type ClusterSize, clusterOptions, clusterSizes } from './cluster-sizes.js'

interface DuplicateSectionsProps {
  readonly duplicates: ImagesSection['duplicates']
}

type Duplicates = Exclude<ImagesSection['duplicates'], { not_available: string }>

const TITLE = 'Repeated pictures'

/** The same bytes at several URLs: how many, and the most repeated. */
export function DuplicateSections({ duplicates }: DuplicateSectionsProps) {
  if (!isAvailable(duplicates)) return <MissingSection title={TITLE} why={duplicates.not_available} />
  return (
    <>
      <ClusterFigure duplicates={duplicates} />
      <TopTable top={duplicates.top} />
    </>
  )
}

function ClusterFigure({ duplicates }: { readonly duplicates: Duplicates }) {
  const { pictures, rows, repeated, repeated_rows, differing_texts, sizes } = duplicates
  const clusters = useMemo(() => clusterSizes(sizes), [sizes])
  const drawn = useMemo(() => clusters.filter(({ urls }) => urls > 1), [clusters])
  const options = useMemo(() => (width: number) => clusterOptions(drawn, width), [drawn])
  return (
    <Figure
      title={TITLE}
      caption={
        <>
          {count(rows)} rows show {count(pictures)} different pictures, byte for byte. {count(repeated)} of
          these ({percent(pictures > 0 ? repeated / pictures : null)}) {repeated === 1 ? 'stands' : 'stand'}{' '}
          at more than one URL, {repeated === 1 ? 'with' : 'together with'} {count(repeated_rows)} rows (
          {percent(rows > 0 ? repeated_rows / rows : null)}). {count(differing_texts)} of the repeated
          pictures {differing_texts === 1 ? 'has' : 'have'} more than one text. A picture saved anew or in
          another size counts as another picture, so this is a lower bound. Pictures with one URL are in the
          table only.
        </>
      }
      chart={
        drawn.length > 1 ? (
          <PlotChart
            options={options}
            label="Pictures by the number of URLs at which they stand, from two on."
          />
        ) : (
          <p class="quiet">
            {drawn[0] === undefined
              ? 'No picture stands at more than one URL.'
              : `Each repeated picture stands at ${drawn[0].name} URLs.`}
          </p>
        )
      }
      table={{
        columns: [
          { key: 'urls', label: 'URLs of a picture', numeric: true },
          { key: 'pictures', label: 'Pictures', numeric: true },
        ],
        rows: clusters.map((cluster: ClusterSize) => ({
          urls: cluster.name,
          pictures: count(cluster.pictures),
        })),
      }}
    />
  )
}

function TopTable({ top }: { readonly top: Duplicates['top'] }) {
  if (top.length === 0) return null
  return (
    <TableSection
      title="The most repeated pictures"
      about="One of the texts stands for each; the picture itself is named by the start of the SHA-256 of its bytes."
      table={{
        columns: [
          { key: 'example', label: 'One of its texts' },
          { key: 'rows', label: 'Rows', numeric: true },
          { key: 'texts', label: 'Different texts', numeric: true },
          { key: 'domains', label: 'Sites', numeric: true },
          { key: 'sha256', label: 'SHA-256 begins' },
        ],
        rows: top.map(({ sha256, rows, texts, domains, example }) => ({
          example: (
            <Roomy least={14}>
              <CrawlText text={example} shown={120} />
            </Roomy>
          ),
          rows: count(rows),
          texts: count(texts),
          domains: count(domains),
          sha256: (
            <Roomy least={8}>
              <code>{sha256.slice(0, 12)}</code>
            </Roomy>
          ),
        })),
      }}
    />
  )
}
