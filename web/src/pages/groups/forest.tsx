import type { GroupsSection } from '@warc2dataset/schemas'
import { count } from '../../components/rate.js'
import { displayText } from '../../data/display-text.js'
import type { ForestRow, ForestRows } from './forest-rows.js'
import { ForestTable } from './forest-table.js'
import type { StepChoice } from './step-choices.js'
import { TooFew } from './too-few.js'

interface ForestProps {
  readonly section: GroupsSection
  readonly rows: ForestRows
  readonly step: StepChoice | undefined
  readonly axis: string | null
  readonly open: ForestRow | null
  readonly href: (group: string) => string
}

/** How to read the ratios, the ratios, and the groups that have none. */
export function Forest({ section, rows, step, axis, open, href }: ForestProps) {
  const { measured, tooFew, withheld } = rows
  return (
    <section class="figure">
      <h3>Exclusion ratios</h3>
      <HowToRead section={section} step={step} axis={axis} />
      {withheld.length > 0 && (
        <p class="note">
          {count(withheld.length)} groups of people are withheld at this step.{' '}
          {displayText(section.withheld ?? '')}
        </p>
      )}
      {measured.length > 0 && (
        <ForestTable
          section={section}
          rows={measured}
          step={step?.label ?? ''}
          href={href}
          open={open?.group.id ?? null}
        />
      )}
      {measured.length === 0 && tooFew.length === 0 && <p class="quiet">No group to show here.</p>}
      {tooFew.length > 0 && <TooFew rows={tooFew} minimum={section.minimum} open={measured.length === 0} />}
    </section>
  )
}

function HowToRead({ section, step, axis }: Pick<ForestProps, 'section' | 'step' | 'axis'>) {
  const family = section.families.filter(
    (one) => one.step === step?.id && (axis === null || one.axis === axis),
  )
  const tests = family.reduce((sum, one) => sum + one.tests, 0)
  return (
    <>
      <p>
        Above 1, more of the group was cut than of all other rows that the step saw. A name opens its details.
      </p>
      <details>
        <summary>How to read this</summary>
        <p class="quiet">
          ● adjusted by language, length of the text and kind of site (Mantel–Haenszel); ○ crude. Lines are 95
          % intervals, clustered by site ({count(section.domains)} sites in {count(section.clusters)}{' '}
          clusters). The grey band, {section.zone[0]} to {section.zone[1]}, was set as too near to 1 to speak
          of. Flagged: q below {section.alpha} and the interval wholly outside the band. q is
          Benjamini–Hochberg's over {count(tests)} {tests === 1 ? 'test' : 'tests'}
          {family.length > 1 ? `, in ${count(family.length)} families by axis` : ''}.
        </p>
      </details>
    </>
  )
}
