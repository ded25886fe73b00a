import type { AnatomySection } from '@warc2dataset/schemas'
import { count, percent, rateText } from '../../components/rate.js'
import { displayText } from '../../data/display-text.js'
import { DotFigure } from '../figures/dot-figure.js'
import { RateFigure, ratePoint } from '../figures/rate-figure.js'
import type { Sides } from '../figures/share-figure.js'

interface ClassFiguresProps {
  readonly classes: AnatomySection['classes']
  readonly sides: Sides
  readonly overall: number | null
}

/** Share of each class before and after, and how often each passes. */
export function ClassFigures({ classes, sides, overall }: ClassFiguresProps) {
  return (
    <>
      <ClassShares classes={classes} sides={sides} />
      {!sides.same && (
        <RateFigure
          title="Pass rate by class"
          caption="How many candidates of a class were kept, by any filter, with the 95 % interval clustered by site."
          part="Class"
          counts={{ k: 'Kept', n: 'Candidates', rate: 'Pass rate' }}
          rows={classes.map(({ class: name, passed }) => ({ name: displayText(name), rate: passed }))}
          overall={overall}
        />
      )}
    </>
  )
}

function ClassShares({ classes, sides }: Pick<ClassFiguresProps, 'classes' | 'sides'>) {
  return (
    <DotFigure
      title="What the texts are"
      caption={
        <>
          {sides.same
            ? 'Share of each class of text among the rows.'
            : 'Share of each class of text: the ring among the candidates, the diamond among the kept rows.'}{' '}
          Bars are 95 % intervals clustered by site.
          <ClassMeanings classes={classes} />
        </>
      }
      label="Share of each class of text, with intervals."
      dots={{
        axis: 'Share of rows',
        joined: !sides.same,
        series: sides.same
          ? [{ label: 'share of rows', shape: 'diamond' }]
          : [
              { label: `share of ${sides.before}`, shape: 'ring' },
              { label: `share of ${sides.after}`, shape: 'diamond' },
            ],
        rows: classes.map(({ class: name, candidates, kept }) => ({
          label: displayText(name),
          points: (sides.same ? [kept] : [candidates, kept]).map(ratePoint),
        })),
      }}
      table={{
        columns: [
          { key: 'name', label: 'Class' },
          ...(sides.same
            ? []
            : [
                { key: 'n', label: 'Candidates', numeric: true },
                { key: 'before', label: 'Share of candidates [95 % interval]', numeric: true },
              ]),
          { key: 'k', label: sides.same ? 'Rows' : 'Kept', numeric: true },
          { key: 'after', label: `Share of ${sides.after} [95 % interval]`, numeric: true },
        ],
        rows: classes.map(({ class: name, candidates, kept }) => ({
          name: displayText(name),
          n: count(candidates.k),
          before: rateText(candidates),
          k: count(kept.k),
          after: rateText(kept),
        })),
      }}
    />
  )
}

function ClassMeanings({ classes }: Pick<ClassFiguresProps, 'classes'>) {
  return (
    <details>
      <summary>What each class means</summary>
      <dl>
        {classes.map(({ class: name, about, candidates }) => (
          <div key={name}>
            <dt>
              {displayText(name)} ({percent(candidates.rate)})
            </dt>
            <dd>{displayText(about)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
