import type { Exhibits, Inspection } from '@warc2dataset/schemas'
import type { Report } from './report.js'
import { SAMPLE_ASKED } from './sample/asked.js'
import { SAMPLE_EXHIBITS } from './sample/exhibits.js'
import { SAMPLE_FUNNEL } from './sample/funnel.js'
import { SAMPLE_GROUPS } from './sample/groups.js'
import { SAMPLE_COMPARE, SAMPLE_IMAGES, SAMPLE_MAP } from './sample/images.js'
import { SAMPLE_METHOD } from './sample/method.js'
import { SAMPLE_LANGUAGES, SAMPLE_SOURCES } from './sample/sources.js'
import { SAMPLE_OVERVIEW, SAMPLE_SUBJECT } from './sample/subject.js'
import { SAMPLE_ANATOMY, SAMPLE_WORDS } from './sample/texts.js'
import { SAMPLE_THRESHOLD } from './sample/threshold.js'
import { sampleMap } from './sample-map.js'

const MOST_POINTS = 50_000

const INSPECTION: Inspection = {
  version: 2,
  made_by: '0.1.0',
  subject: SAMPLE_SUBJECT,
  overview: SAMPLE_OVERVIEW,
  funnel: SAMPLE_FUNNEL,
  threshold: SAMPLE_THRESHOLD,
  groups: SAMPLE_GROUPS,
  anatomy: SAMPLE_ANATOMY,
  words: SAMPLE_WORDS,
  sources: SAMPLE_SOURCES,
  asked: SAMPLE_ASKED,
  languages: SAMPLE_LANGUAGES,
  images: SAMPLE_IMAGES,
  map: SAMPLE_MAP,
  compare: SAMPLE_COMPARE,
  method: SAMPLE_METHOD,
}

const NOTHING: Exhibits = { pictures: [], walls: {}, near: {}, alone: { a: [], b: [] }, map: null }

/** A made-up run with every section, and with hostile strings wherever a crawl may put some. */
export function sampleReport(): Report {
  return { inspection: INSPECTION, exhibits: SAMPLE_EXHIBITS }
}

/** The same with as many points as a map may have, for measuring how fast it is drawn. */
export function mapReport(): Report {
  const { section, points } = sampleMap(MOST_POINTS)
  return {
    inspection: { ...INSPECTION, map: section },
    exhibits: { ...SAMPLE_EXHIBITS, map: points },
  }
}

/** The same, judged by a toy: nothing about people is told. */
export function toyReport(): Report {
  const withheld = 'A toy model had a say in who was kept.'
  return {
    inspection: {
      ...INSPECTION,
      subject: {
        ...SAMPLE_SUBJECT,
        toy: true,
        scorers: SAMPLE_SUBJECT.scorers.map((scorer) => ({ ...scorer, toy: true })),
      },
      overview: {
        ...SAMPLE_OVERVIEW,
        sentences: SAMPLE_OVERVIEW.sentences.filter(({ page }) => page !== 'groups'),
      },
      threshold: { ...SAMPLE_THRESHOLD, toy: true },
      groups: {
        ...SAMPLE_GROUPS,
        withheld,
        occupations: null,
        exclusions: SAMPLE_GROUPS.exclusions.map((exclusion) =>
          SAMPLE_GROUPS.groups.find(({ id }) => id === exclusion.group)?.people
            ? {
                ...exclusion,
                status: 'withheld',
                group_rate: null,
                rest_rate: null,
                difference: null,
                crude: null,
                adjusted: null,
                strata: null,
                q: null,
                flagged: false,
                shadow: null,
              }
            : exclusion,
        ),
      },
      map: { ...SAMPLE_MAP, toy: true },
    },
    exhibits: SAMPLE_EXHIBITS,
  }
}

/** Somebody's Parquet with nothing that any section needs. */
export function bareReport(): Report {
  const missing = (what: string) => ({ not_available: `This dataset has no ${what}.` })
  return {
    inspection: {
      ...INSPECTION,
      subject: {
        ...SAMPLE_SUBJECT,
        kind: 'parquet',
        name: 'part-00000.parquet',
        files: 1,
        columns: [{ read_as: 'url', column: 'URL' }],
        scorers: [],
        judged_by: [],
        dates: null,
        selection: null,
        shadow: null,
      },
      overview: { sentences: [], warnings: SAMPLE_OVERVIEW.warnings },
      funnel: missing('record of what it rejected'),
      threshold: missing('column of scores'),
      groups: missing('text'),
      anatomy: missing('text'),
      words: missing('text'),
      sources: missing('site of a page'),
      asked: missing('record of what it left out because a site asked'),
      languages: missing('text'),
      images: missing('sizes of pictures'),
      map: missing('embeddings'),
      compare: missing('other to compare with'),
    },
    exhibits: NOTHING,
  }
}
