import type { CompareSection } from '@warc2dataset/schemas'
import { CrawlText } from '../components/crawl-text.js'
import { Facts } from '../components/facts.js'
import { NotAvailableNote } from '../components/not-available.js'
import { PageHead } from '../components/page-head.js'
import { count } from '../components/rate.js'
import { isAvailable } from '../data/available.js'
import { displayText } from '../data/display-text.js'
import type { PageProps, Report } from '../data/report.js'
import { AloneWalls } from './compare/alone-walls.js'
import { AxisShares } from './compare/axis-shares.js'
import { ModelsSection } from './compare/models-section.js'
import { OverlapFigure } from './compare/overlap-figure.js'
import { RatesFigure } from './compare/rates-figure.js'
import { leadOf } from './figures/lead.js'

const CAVEAT =
  'Two sets that differ in sources, dates and scorers differ for many reasons at once. The numbers stand side by side; they do not say why they differ.'

/** Two subjects side by side. */
export function ComparePage({ report }: PageProps) {
  const { compare } = report.inspection
  const lead = leadOf(report.inspection, 'compare', {
    sentence: 'Two sets of rows side by side: what both kept, and what each kept alone.',
    caveat: CAVEAT,
  })
  return (
    <>
      <PageHead title="Compare" sentence={lead.sentence} caveat={lead.caveat} />
      {isAvailable(compare) ? (
        <Compare compare={compare} report={report} />
      ) : (
        <NotAvailableNote why={compare.not_available} />
      )}
    </>
  )
}

interface CompareProps {
  readonly compare: CompareSection
  readonly report: Report
}

function Compare({ compare, report: { inspection, exhibits } }: CompareProps) {
  return (
    <>
      <Cautions cautions={compare.cautions} />
      <section class="figure">
        <h3>The two</h3>
        <Facts
          facts={[
            [
              'A, the one inspected',
              <>
                <CrawlText text={inspection.subject.name} /> ({count(inspection.subject.rows)} rows)
              </>,
            ],
            [
              'B, the other',
              <>
                <CrawlText text={compare.other.name} /> ({count(compare.other.rows)} rows)
              </>,
            ],
          ]}
        />
      </section>
      <RatesFigure rates={compare.rates} />
      <OverlapFigure overlap={compare.overlap} />
      {compare.shares.map((share) => (
        <AxisShares key={share.axis} share={share} overlap={compare.overlap} />
      ))}
      <ModelsSection models={compare.models} />
      <AloneWalls exhibits={exhibits} overlap={compare.overlap} />
    </>
  )
}

function Cautions({ cautions }: Pick<CompareSection, 'cautions'>) {
  if (cautions.length === 0) return <p>No reason is known why these two must not be read side by side.</p>
  return (
    <section class="warnings">
      <h3>Read this first</h3>
      <ul>
        {cautions.map((caution) => (
          <li key={caution}>{displayText(caution)}</li>
        ))}
      </ul>
    </section>
  )
}
