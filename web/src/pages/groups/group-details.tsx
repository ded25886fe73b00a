import type { Exclusion, Group, GroupsSection } from '@warc2dataset/schemas'
import { useEffect, useRef } from 'preact/hooks'
import { Facts } from '../../components/facts.js'
import { count, interval, percent, RateText, ratio } from '../../components/rate.js'
import { displayText } from '../../data/display-text.js'
import { groupName } from '../figures/group-name.js'
import { changeOfShare } from '../threshold/signed.js'
import { type ForestRow, verdict } from './forest-rows.js'
import { qText, ratioText } from './forest-table.js'
import { Waterfall } from './waterfall.js'

interface GroupDetailsProps {
  readonly row: ForestRow
  readonly section: GroupsSection
  readonly step: string
  /** True: the reader has just opened it, so focus goes there. */
  readonly take: boolean
}

/** Everything that is known of one group at one step. */
export function GroupDetails({ row, section, step, take }: GroupDetailsProps) {
  const title = useRef<HTMLHeadingElement>(null)
  const { group, exclusion } = row
  useEffect(() => {
    if (take) title.current?.focus()
  }, [take, group.id])
  const few = (exclusion.adjusted ?? exclusion.crude)?.degrees ?? null
  return (
    <section class="group-details">
      <h3 tabIndex={-1} ref={title}>
        {group.people ? 'Texts that mention: ' : ''}
        {groupName(group)}
      </h3>
      <p>
        Step: {step}. In words: {verdict(row, section)}.
        {few !== null && few < 10 ? ' Few degrees of freedom: a few sites carry this number.' : ''}
      </p>
      <ExclusionFacts exclusion={exclusion} />
      <Amplification group={group} />
      {group.by_phase.length > 0 && <Waterfall group={group} />}
    </section>
  )
}

function ExclusionFacts({ exclusion }: { readonly exclusion: Exclusion }) {
  const { group_rate, rest_rate, difference, strata, needed, q, shadow } = exclusion
  return (
    <Facts
      facts={[
        ['Cut, of the group', group_rate === null ? '–' : <RateText rate={group_rate} />],
        ['Cut, of all other rows', rest_rate === null ? '–' : <RateText rate={rest_rate} />],
        [
          'Difference',
          difference === null
            ? '–'
            : `${changeOfShare(0, difference.difference)} [${changeOfShare(0, difference.low)}, ${changeOfShare(0, difference.high)}] (pp: percentage points)`,
        ],
        [
          'Ratio, adjusted',
          <>{ratioText(exclusion.adjusted)} by language, length of the text and kind of site</>,
        ],
        ['Ratio, crude', ratioText(exclusion.crude)],
        [
          'Across strata',
          strata === null
            ? 'no stratum is large enough'
            : `from ${ratio(strata.low)} to ${ratio(strata.high)} in ${count(strata.strata)} strata that are large enough`,
        ],
        ['q', qText(q)],
        ['Rows for an interval of ±20 %', needed === null ? '–' : count(Math.ceil(needed))],
        [
          'Shadow sample',
          shadow === null ? (
            'none, or too few rows'
          ) : (
            <>
              ratio {ratioText(shadow.crude)}; cut of the group <RateText rate={shadow.group_rate} />; of the
              rest <RateText rate={shadow.rest_rate} />. No filter before this one thinned these rows out.
            </>
          ),
        ],
      ]}
    />
  )
}

function Amplification({ group }: { readonly group: Group }) {
  const { amplification, reference } = group
  return (
    <>
      <h4>Through the whole run</h4>
      <p>
        {count(group.candidates)} candidates, {count(group.kept)} kept.{' '}
        {amplification !== null && (
          <>
            Share among the kept over share among the candidates: {ratio(amplification.ratio)}{' '}
            {interval(amplification.low, amplification.high, ratio)}.
          </>
        )}
      </p>
      <p>
        {reference === null ? (
          'No reference share was given, so this says nothing about whether the group was few to begin with.'
        ) : (
          <>
            Reference share that the reader gave: {percent(reference.share)} ({displayText(reference.source)}
            ). A reference is a choice.
          </>
        )}
      </p>
    </>
  )
}
