import {
  type Exhibits,
  fetchedColumns,
  type Inspection,
  ledgerColumns,
  pageColumns,
} from '@warc2dataset/schemas'
import { measureAsked } from '@warc2dataset/stages/inspect/asked/measure-asked'
import { measureFunnel } from '@warc2dataset/stages/inspect/funnel/measure-funnel'
import { matchGroups } from '@warc2dataset/stages/inspect/groups/match-groups'
import { measureGroups } from '@warc2dataset/stages/inspect/groups/measure-groups'
import { measureImages } from '@warc2dataset/stages/inspect/images/measure-images'
import { measureLanguages } from '@warc2dataset/stages/inspect/languages/measure-languages'
import type { Sections } from '@warc2dataset/stages/inspect/overview/write-sentences'
import { measureSources } from '@warc2dataset/stages/inspect/sources/measure-sources'
import { measureAnatomy } from '@warc2dataset/stages/inspect/texts/measure-anatomy'
import { measureWords } from '@warc2dataset/stages/inspect/texts/measure-words'
import { measureThreshold } from '@warc2dataset/stages/inspect/threshold/measure-threshold'
import type { LoadedLexicon } from '@warc2dataset/stages/lexicon/load-lexicon'
import { scan } from '@warc2dataset/stages/parquet/duck'
import { checkAsked } from './check-asked.js'
import { compareWith, NOTHING_COMPARED } from './compare-with.js'
import { drawExhibits, noExhibits } from './draw-exhibits.js'
import { emptySections } from './empty-sections.js'
import { headsOfRun } from './heads-of-run.js'
import type { LoadedSubject } from './load-subject.js'
import { type DrawnMap, drawMap } from './map-points.js'
import { judgedByModel, type OtherSubject } from './other-subject.js'
import { queryOfStep, queryOfWhatIf } from './query-of-step.js'
import type { References } from './read-references.js'

export interface MeasureContext {
  readonly lexicons: readonly LoadedLexicon[]
  readonly references: References
  readonly pictures: boolean
  readonly mapPoints: number
  readonly seed: number
  readonly scratch: string
  readonly signal: AbortSignal
  readonly tell: (about: string) => void
}

/** Parts with fewer rows are joined: a name with two rows says nothing. */
const LEAST_PART = 10
const NO_SCORES = {
  not_available: 'No row has a score: no model was asked, or no column of scores was found.',
}

/** Every section of a report, and what it shows beside. */
export async function measureSubject(
  loaded: LoadedSubject,
  /** What `--vs` names, or the name of another scorer of this run. */
  vs: OtherSubject | string | null,
  context: MeasureContext,
): Promise<{ readonly sections: Sections; readonly exhibits: Exhibits }> {
  const { inspected, run, reader } = loaded
  const { subject, knows, score } = inspected
  const { tell, seed, signal, scratch } = context
  if (subject.rows === 0) {
    return { sections: emptySections(subject, run?.account.references ?? null), exhibits: noExhibits() }
  }
  tell('groups')
  const groups = await matchGroups(
    inspected,
    context.lexicons.map(({ lexicon }) => lexicon),
  )
  const compared = await measureGroups(inspected, groups, { reference: context.references })
  // Without what was cut there are mentions to count, and nobody to compare.
  const whoIsIn = knows.rejected ? compared : { ...compared, exclusions: [], families: [] }
  tell('the way')
  const funnel = knows.rejected
    ? await measureFunnel(inspected, {
        references: run?.account.references ?? null,
        queryOf: (step) =>
          reader !== null
            ? queryOfWhatIf(reader, score?.column ?? '', score?.cut ?? 0)
            : queryOfStep(step, subject.selection ?? ''),
        minimum: LEAST_PART,
      })
    : { not_available: 'These rows are what was kept: there is no record of what came before.' }
  tell('thresholds')
  const threshold = score === null ? NO_SCORES : await measureThreshold(inspected, groups)
  tell('texts')
  const pages = run === null ? null : scan(run.files.pages, pageColumns)
  const anatomy = await measureAnatomy(inspected, { pages })
  const words = await measureWords(inspected)
  tell('sources, languages, pictures')
  const sources = await measureSources(inspected)
  const asked = await askedOf(loaded)
  const languages = await measureLanguages(inspected)
  const measured = run === null ? { heads: [], tags: [] } : headsOfRun(run.view, run.files)
  const images = await measureImages(inspected, measured)
  if (context.mapPoints > 0) tell('the map')
  const map: DrawnMap | null =
    run === null || context.mapPoints === 0
      ? null
      : await drawMap(run.view, inspected, { points: context.mapPoints, seed, scratch, signal })
  const other = typeof vs === 'string' ? await judgedByModel(loaded, vs, { groups, scratch }) : vs
  const beside =
    other === null ? NOTHING_COMPARED : await compareWith(inspected, groups, other, { seed, tell })
  tell('rows to look at')
  const exhibits = await drawExhibits(loaded, {
    seed,
    pictures: context.pictures,
    alone: beside.alone,
    map: map?.points ?? null,
  })
  return {
    sections: {
      subject,
      funnel,
      threshold,
      groups: whoIsIn,
      anatomy,
      words,
      sources,
      asked,
      languages,
      images,
      map: map?.section ?? {
        not_available:
          context.mapPoints === 0
            ? 'The map was not asked for.'
            : 'There are no embeddings to draw a map of.',
      },
      compare: beside.section,
    },
    exhibits,
  }
}

/** Only a run knows what it refused to take, and what its recipe looked for. */
async function askedOf({ inspected, run }: LoadedSubject): Promise<Inspection['asked']> {
  if (run === null) return { not_available: 'These rows do not tell what was left out because a site asked.' }
  const { view, files } = run
  const asked = await measureAsked(inspected.duck, {
    ledger: scan(files.ledger, ledgerColumns),
    retryable:
      files.fetched.length === 0
        ? null
        : `(SELECT "key", retryable FROM ${scan(files.fetched, fetchedColumns)} WHERE retryable IS NOT NULL)`,
    recipe: view.recipe,
  })
  checkAsked(asked, run.account)
  return asked
}
