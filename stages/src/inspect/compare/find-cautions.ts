import type { Subject } from '@warc2dataset/schemas'
import type { SubjectFacts } from './compare-subjects.js'

/** Rows below which shares say little (field note inspect §2.0 rule 6). */
const FEW_ROWS = 1000

/** Why numbers of the two must not be read against each other; sentences for people. */
export function cautionsOf(a: SubjectFacts, b: SubjectFacts): readonly string[] {
  return [...ofScores(a, b), ...ofSources(a.subject, b.subject), ...[a, b].flatMap(ofOne)]
}

/** The scorer as cautions and models name it; null: there is no score. */
export function scorerName({ score, subject }: SubjectFacts): string | null {
  return score === null ? null : (score.model ?? `${score.column} of ${subject.name}`)
}

function ofScores(a: SubjectFacts, b: SubjectFacts): readonly string[] {
  const [first, second] = [scorerName(a), scorerName(b)]
  if (first === null && second === null) return []
  if (first === null || second === null) {
    const without = first === null ? a : b
    return [`${without.subject.name} has no scores, so nothing is said of how the two were scored.`]
  }
  if (first !== second) {
    return [
      `Scores of ${a.subject.name} come from ${first}, those of ${b.subject.name} from ${second}. ` +
        'A number of one scale means nothing on the other: compare what was kept, not scores or thresholds.',
    ]
  }
  const [one, other] = [a.score?.cut ?? null, b.score?.cut ?? null]
  return one === other ? [] : [`The same scorer, other thresholds: ${shown(one)} and ${shown(other)}.`]
}

function shown(cut: number | null): string {
  return cut === null ? 'none' : String(cut)
}

function ofSources(a: Subject, b: Subject): readonly string[] {
  if (a.kind === b.kind) return []
  const [run, table] = a.kind === 'run' ? [a, b] : [b, a]
  return [
    `${run.name} is a run, which knows the page of each picture; ${table.name} is a table, where the domain may be that of the picture.`,
  ]
}

function ofOne({ subject, knows }: SubjectFacts): readonly string[] {
  return [
    ...(knows.rejected
      ? []
      : [`${subject.name} keeps no record of what it rejected: only what it kept can be compared.`]),
    ...(subject.toy
      ? [`A toy model judged ${subject.name}: what it kept is no finding, and nothing is told of people.`]
      : []),
    ...(subject.rows < FEW_ROWS ? [`${subject.name} has ${subject.rows} rows: read the intervals.`] : []),
  ]
}
