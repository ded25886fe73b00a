import type { ThresholdSection } from '@warc2dataset/schemas'
import { useMemo } from 'preact/hooks'
import { NotAvailableNote } from '../components/not-available.js'
import { PageHead } from '../components/page-head.js'
import { count } from '../components/rate.js'
import { isAvailable } from '../data/available.js'
import { displayText } from '../data/display-text.js'
import type { PageProps, Report } from '../data/report.js'
import { countFrom, edgeOf } from './threshold/bin-counts.js'
import { GroupLines } from './threshold/group-lines.js'
import { groupRules } from './threshold/group-rules.js'
import { NearWall } from './threshold/near-wall.js'
import { PartTables } from './threshold/part-tables.js'
import { RecipeLine } from './threshold/recipe-line.js'
import { ScoreHistogram } from './threshold/score-histogram.js'
import { sliderRange } from './threshold/slider-range.js'
import { ThresholdControls } from './threshold/threshold-controls.js'
import { useRested } from './threshold/use-rested.js'
import { useThreshold } from './threshold/use-threshold.js'

const TITLE = 'Threshold lab'
const CAVEAT =
  'This shows what another threshold would let through of the rows at hand. It does not say which threshold is right, and what comes after this filter is not run again.'

/** What another threshold of the score would keep, counted exactly from bins. */
export function ThresholdPage({ report }: PageProps) {
  const { threshold } = report.inspection
  if (!isAvailable(threshold)) {
    return (
      <>
        <PageHead title={TITLE} sentence="There is no threshold to move here." caveat={CAVEAT} />
        <NotAvailableNote why={threshold.not_available} />
      </>
    )
  }
  return <Lab section={threshold} report={report} />
}

function Lab({ section, report }: { readonly section: ThresholdSection; readonly report: Report }) {
  const range = useMemo(() => sliderRange(section), [section])
  const [bin, setBin] = useThreshold(section, range)
  const { groups } = report.inspection
  const rules = useMemo(() => groupRules(groups, section), [groups, section])
  const view = { section, range, bin }
  // Too dear to draw at each step of a moving slider.
  const resting = { section, range, bin: useRested(bin) }
  return (
    <>
      <PageHead title={TITLE} sentence={headSentence(section, range.start)} caveat={CAVEAT} />
      <Cautions section={section} />
      <ThresholdControls {...view} onBin={setBin} />
      <ScoreHistogram {...view} />
      <PartTables {...view} rules={rules} groups={groups} />
      <GroupLines {...resting} rules={rules} groups={groups} />
      <RecipeLine
        section={section}
        threshold={edgeOf(section, bin)}
        primary={report.inspection.subject.scorers[0]?.name ?? null}
      />
      <NearWall {...resting} exhibits={report.exhibits} />
    </>
  )
}

function headSentence(section: ThresholdSection, start: number): string {
  const kept = count(countFrom(section.eligible, start))
  const scored = count(countFrom(section.scored, start))
  const all = count(countFrom(section.scored, section.scored.first))
  const score = displayText(section.score)
  if (section.cut === null)
    return `${all} rows have a ${score}. No cut was applied to it, so ${kept} rows that every other filter let pass are all kept.`
  if (!section.knows_below)
    return `${kept} rows reach the cut of ${section.cut} by ${score}. Rows below it are not in this data.`
  return `Of ${all} rows with a ${score}, ${scored} reach the cut of ${section.cut}. Every other filter let pass ${kept} of those, and these were kept.`
}

function Cautions({ section }: { readonly section: ThresholdSection }) {
  return (
    <>
      {section.toy && (
        <p class="note">
          <strong>A toy model scored these rows.</strong> The page shows how it works; its numbers mean
          nothing.
        </p>
      )}
      {!section.knows_below && section.cut !== null && (
        <p class="note">
          <strong>The slider goes up only.</strong> This data holds no row below {section.cut}: what was cut
          there was not recorded, so nobody can say what a lower threshold would bring back.
        </p>
      )}
      <p class="quiet">
        Scores come from {section.model === null ? 'a model that is not named' : displayText(section.model)}.
        A threshold belongs to its model: the same number means something else for another one. Bins are{' '}
        {section.width} wide, and every count is of whole bins.
      </p>
    </>
  )
}
