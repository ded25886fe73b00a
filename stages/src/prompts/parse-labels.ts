/** A label and the line where it stands, from 1. */
interface Line {
  readonly label: string
  readonly line: number
}

export type ParsedLabels =
  | { readonly ok: true; readonly labels: readonly string[] }
  /** One line for each problem, with its place. */
  | { readonly ok: false; readonly problems: readonly string[] }

const MAX_LENGTH = 100
const MAX_LABELS = 100_000
const MAX_PROBLEMS = 10

/**
 * Labels of a text file, one a line, in order. White space around a label is cut off; blank lines and lines that begin
 * with # are no labels. A label is said once, has at most 100 characters and none that controls a terminal; there are 2
 * to 100,000.
 */
export function parseLabels(text: string): ParsedLabels {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((each, index): Line => ({ label: each.trim().normalize('NFC'), line: index + 1 }))
    .filter(({ label }) => label !== '' && !label.startsWith('#'))
  const problems = [...countProblems(lines), ...lineProblems(lines)]
  return problems.length === 0
    ? { ok: true, labels: lines.map(({ label }) => label) }
    : { ok: false, problems: problems.slice(0, MAX_PROBLEMS) }
}

function countProblems(lines: readonly Line[]): readonly string[] {
  if (lines.length < 2) return [`Expected at least 2 labels, one a line, got ${lines.length}`]
  const over = lines[MAX_LABELS]
  return over === undefined ? [] : [`line ${over.line}: Expected at most ${MAX_LABELS} labels, got one more`]
}

function lineProblems(lines: readonly Line[]): readonly string[] {
  const first = new Map<string, number>()
  return lines.flatMap(({ label, line }) => {
    const before = first.get(label)
    if (before === undefined) first.set(label, line)
    const said = JSON.stringify(label.slice(0, MAX_LENGTH))
    // In the units of the schema.
    if (label.length > MAX_LENGTH)
      return [
        `line ${line}: Expected a label of at most ${MAX_LENGTH} characters, got ${label.length}: ${said}`,
      ]
    if (/\p{Cc}/u.test(label))
      return [`line ${line}: Expected a label without control characters, got ${said}`]
    return before === undefined
      ? []
      : [`line ${line}: Expected each label once, got ${said} of line ${before} again`]
  })
}
