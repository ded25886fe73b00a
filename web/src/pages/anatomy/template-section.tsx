import type { AnatomySection } from '@warc2dataset/schemas'
import { CrawlText } from '../../components/crawl-text.js'
import { count, percent, rateText } from '../../components/rate.js'
import { isAvailable } from '../../data/available.js'
import { MissingSection } from '../figures/missing-section.js'
import { Roomy } from '../figures/roomy.js'
import type { Sides } from '../figures/share-figure.js'
import { TableSection } from '../figures/table-section.js'

interface TemplateSectionProps {
  readonly templates: AnatomySection['templates']
  readonly sides: Sides
}

const TITLE = 'Templates'

/** Texts of one pattern, written by a machine; an example of each. */
export function TemplateSection({ templates, sides }: TemplateSectionProps) {
  if (!isAvailable(templates)) return <MissingSection title={TITLE} why={templates.not_available} />
  const { rate, kept_rate, top } = templates
  const about = (
    <>
      A skeleton is a text with its digits and addresses put aside; a template is a skeleton that occurs 20
      times or more on one site. {sides.same ? 'Of the rows' : 'Of the candidates'}, {rateText(rate)} are of a
      template{sides.same ? '' : `; of the kept rows, ${rateText(kept_rate)}`}.
    </>
  )
  if (top.length === 0) {
    return (
      <section class="figure">
        <h3>{TITLE}</h3>
        <p>{about}</p>
      </section>
    )
  }
  return (
    <TableSection
      title={TITLE}
      about={about}
      table={{
        caption: 'Templates with the most rows',
        columns: [
          { key: 'example', label: 'An example' },
          { key: 'domain', label: 'Site' },
          { key: 'rows', label: sides.same ? 'Rows' : 'Candidates', numeric: true },
          ...(sides.same
            ? []
            : [
                { key: 'kept', label: 'Kept', numeric: true },
                { key: 'rate', label: 'Pass rate', numeric: true },
              ]),
          { key: 'texts', label: 'Different texts', numeric: true },
        ],
        rows: top.map(({ domain, rows, kept, texts, example }) => ({
          example: (
            <Roomy least={14}>
              <CrawlText text={example} shown={120} />
            </Roomy>
          ),
          domain: (
            <Roomy least={9}>
              <CrawlText text={domain} shown={60} />
            </Roomy>
          ),
          rows: count(rows),
          kept: count(kept),
          rate: percent(rows > 0 ? kept / rows : null),
          texts: count(texts),
        })),
      }}
    />
  )
}
