import { type Inspection, isAvailable } from '@warc2dataset/schemas'
import { plain } from './finding.js'

/** What makes the comparison mean less; sentences for people. */
export function diffCautions(a: Inspection, b: Inspection): readonly string[] {
  return [
    ...(a.made_by === b.made_by
      ? []
      : [`Made by different versions: ${plain(a.made_by)} and ${plain(b.made_by)}.`]),
    ...(a.subject.kind === b.subject.kind ? [] : [`A is a ${a.subject.kind}, B a ${b.subject.kind}.`]),
    ...(hasSameScorers(a, b)
      ? []
      : [`Other scorers: ${scorersOf(a)} and ${scorersOf(b)}. Scores and thresholds are not compared.`]),
    ...[a, b].flatMap(({ subject }, at) =>
      subject.toy ? [`A toy model judged ${at === 0 ? 'A' : 'B'}: nothing is said of people.`] : [],
    ),
    ...lexiconCautions(a, b),
  ]
}

/** The same models judged both: their digests, and who is behind the score of the threshold lab. */
export function hasSameScorers(a: Inspection, b: Inspection): boolean {
  const digests = ({ subject }: Inspection): string =>
    subject.scorers
      .map(({ digest }) => digest)
      .sort()
      .join(' ')
  const behind = ({ threshold }: Inspection): string | null =>
    isAvailable(threshold) ? `${threshold.score} ${threshold.model}` : null
  const [one, other] = [behind(a), behind(b)]
  return digests(a) === digests(b) && (one === null || other === null || one === other)
}

function scorersOf({ subject, threshold }: Inspection): string {
  const names = subject.scorers.map(({ id }) => plain(id))
  if (names.length > 0) return names.join(', ')
  return isAvailable(threshold) ? plain(threshold.model ?? threshold.score) : 'none'
}

function lexiconCautions(a: Inspection, b: Inspection): readonly string[] {
  const before = new Map(a.method.lexicons.map(({ id, sha256 }) => [id, sha256]))
  const changed = b.method.lexicons.filter(({ id, sha256 }) => (before.get(id) ?? sha256) !== sha256)
  return changed.map(
    ({ id }) =>
      `Lexicon ${plain(id)} has changed: its groups are compared although they are not quite the same.`,
  )
}
