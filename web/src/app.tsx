import type { Inspection } from '@warc2dataset/schemas'
import { useEffect, useErrorBoundary, useRef, useState } from 'preact/hooks'
import { ChartPatterns } from './components/chart-colours.js'
import { CrawlText } from './components/crawl-text.js'
import { count } from './components/rate.js'
import { pageOfHash } from './data/page-hash.js'
import type { PageProps } from './data/report.js'
import { PAGES, type PageEntry } from './pages.js'

const IDS = PAGES.map(({ id }) => id)

interface AppProps extends PageProps {
  /** True: every page below the other, as on paper. */
  readonly printing: boolean
}

export function App({ report, printing }: AppProps) {
  const main = useRef<HTMLElement>(null)
  const current = useCurrentPage(main)
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to the page
      </button>
      <ChartPatterns />
      <ReportHeader inspection={report.inspection} />
      <div class="frame">
        <Navigation current={current} inspection={report.inspection} />
        <main id="main" tabIndex={-1} ref={main}>
          {PAGES.filter(({ id }) => printing || id === current).map((entry) => (
            <ShownPage key={entry.id} entry={entry} report={report} />
          ))}
        </main>
      </div>
      <footer>
        <p class="report-foot">
          Made by warc2dataset {report.inspection.made_by}. This file holds all its data and asks for nothing
          from a network. It shows uncurated text and pictures of the web.
        </p>
      </footer>
    </>
  )
}

/** A page that cannot be drawn says so in its place, and leaves the others readable. */
function ShownPage({ entry, report }: PageProps & { readonly entry: PageEntry }) {
  const { id, title, Page } = entry
  const [error] = useErrorBoundary((thrown) => reportError(thrown))
  return (
    <article class="page" data-page={id}>
      {error === undefined ? (
        <Page report={report} />
      ) : (
        <>
          <h2 tabIndex={-1}>{title}</h2>
          <p class="note" role="alert">
            <strong>This page cannot be drawn.</strong> {String(error)}
          </p>
        </>
      )}
    </article>
  )
}

/** Follows the hash; a change of page moves focus to its title and sets the title of the window. */
function useCurrentPage(main: { readonly current: HTMLElement | null }): string {
  const [current, setCurrent] = useState(() => pageOfHash(globalThis.location?.hash ?? '', IDS))
  useEffect(() => {
    const follow = () => setCurrent(pageOfHash(location.hash, IDS))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  const seen = useRef(current)
  useEffect(() => {
    const title = PAGES.find(({ id }) => id === current)?.title ?? ''
    document.title = `${title} – inspection report`
    if (seen.current === current) return
    seen.current = current
    scrollTo(0, 0)
    main.current?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
  }, [current, main])
  return current
}

function ReportHeader({ inspection }: { readonly inspection: Inspection }) {
  const { subject } = inspection
  return (
    <header class="report-head">
      <p class="kicker">Inspection report</p>
      <h1>
        <CrawlText text={subject.name} />
      </h1>
      <p class="quiet">
        {subject.kind === 'run'
          ? `A run of ${count(subject.rows)} candidates, each with its fate.`
          : `${count(subject.rows)} rows of Parquet, which tell nothing of what was rejected.`}
      </p>
      {subject.toy && (
        <p class="toy">
          <strong>Judged by a toy model.</strong> Its scores mean nothing. No finding about people is
          published here.
        </p>
      )}
    </header>
  )
}

interface NavigationProps {
  readonly current: string
  readonly inspection: Inspection
}

/** The pages; those that this subject has no data for stay, and say so. */
function Navigation({ current, inspection }: NavigationProps) {
  return (
    <nav aria-label="Pages">
      <ol>
        {PAGES.map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              class={hasData(inspection, id) ? undefined : 'no-data'}
              aria-current={id === current ? 'page' : undefined}
            >
              {title}
              {!hasData(inspection, id) && <span class="visually-hidden"> (no data)</span>}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function hasData(inspection: Inspection, id: string): boolean {
  const section = new Map<string, unknown>(Object.entries(inspection)).get(id)
  return !(typeof section === 'object' && section !== null && 'not_available' in section)
}
