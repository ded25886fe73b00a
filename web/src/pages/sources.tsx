import type { Inspection, SourcesSection } from '@warc2dataset/schemas'
import { NotAvailableNote } from '../components/not-available.js'
import { PageHead } from '../components/page-head.js'
import { isAvailable } from '../data/available.js'
import type { PageProps } from '../data/report.js'
import { leadOf } from './figures/lead.js'
import { plainName, tldName } from './figures/part-name.js'
import { ShareFigure, type Sides } from './figures/share-figure.js'
import { type PartCounts, shareRows, sumOfParts, type Totals } from './figures/share-rows.js'
import { sidesOf } from './figures/sides-of.js'
import { ConcentrationTable } from './sources/concentration-table.js'
import { LorenzFigure } from './sources/lorenz-figure.js'

const CAVEAT =
  'A site is the registered domain of the page. One publisher may own many domains, and one domain may host many people.'

/** Which sites the rows come from, and how evenly. */
export function SourcesPage({ report: { inspection } }: PageProps) {
  const { sources } = inspection
  const lead = leadOf(inspection, 'sources', {
    sentence: 'Which sites the rows come from, and how evenly they are spread over them.',
    caveat: CAVEAT,
  })
  return (
    <>
      <PageHead title="Sources" sentence={lead.sentence} caveat={lead.caveat} />
      {isAvailable(sources) ? (
        <Sources sources={sources} inspection={inspection} />
      ) : (
        <NotAvailableNote why={sources.not_available} />
      )}
    </>
  )
}

interface SourcesProps {
  readonly sources: SourcesSection
  readonly inspection: Inspection
}

function Sources({ sources, inspection }: SourcesProps) {
  const sides = sidesOf(inspection.subject)
  return (
    <>
      <LorenzFigure
        lorenz={sources.lorenz}
        domains={sources.concentration.find(({ axis }) => axis === 'domain') ?? null}
        sides={sides}
      />
      <ConcentrationTable concentration={sources.concentration} sides={sides} />
      <PartShares
        title="The largest sites"
        part="Site"
        parts={sources.domains}
        totals={totalsOf(sources, 'domain')}
        sides={sides}
        nameOf={plainName}
        about="Sites with the most rows on either side. They are not all sites: shares do not add up to 100 %."
      />
      <PartShares
        title="Top-level domains"
        part="Top-level domain"
        parts={sources.tlds}
        totals={totalsOf(sources, 'tld')}
        sides={sides}
        nameOf={tldName}
        about="The last part of the site's name. A country's domain says where a name was registered, not where anybody lives; .com, .io, .tv and the like say nothing of a country."
      />
      <PartShares
        title="Kinds of site"
        part="Kind of site"
        parts={sources.site_kinds}
        totals={null}
        sides={sides}
        nameOf={plainName}
        about="Told by short lists of names and by marks on the page; “other” means that no list knew the site."
      />
    </>
  )
}

interface PartSharesProps {
  readonly title: string
  readonly part: string
  readonly about: string
  readonly parts: SourcesSection['domains']
  /** Null: the parts are all there are. */
  readonly totals: Totals | null
  readonly sides: Sides
  readonly nameOf: (value: string | null) => string
}

function PartShares({ title, part, about, parts, totals, sides, nameOf }: PartSharesProps) {
  const counted: readonly PartCounts[] = parts.map(({ value, candidates, kept, rate }) => ({
    value,
    before: candidates,
    after: kept,
    rate,
  }))
  const sum = sumOfParts(counted)
  // Parts may be the largest only, and may count rows whose part is not known; all rows are the larger of both.
  const all =
    totals === null
      ? sum
      : { before: Math.max(totals.before, sum.before), after: Math.max(totals.after, sum.after) }
  const rows = shareRows(counted, all)
  const moved = sides.same
    ? ''
    : ' The ring is the share before the filters, the diamond the share after them.'
  return (
    <ShareFigure
      title={title}
      caption={`${about}${moved}`}
      part={part}
      nameOf={nameOf}
      rows={rows}
      sides={sides}
    />
  )
}

/** Rows of both sides that have a site; null where the section does not tell. */
function totalsOf({ concentration }: SourcesSection, axis: 'domain' | 'tld'): Totals | null {
  const found = concentration.find((each) => each.axis === axis)
  return found === undefined ? null : { before: found.before.rows, after: found.after.rows }
}
