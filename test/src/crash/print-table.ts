import { CRASHED } from './crash-points.js'
import type { Row } from './proof.js'
import type { Undisturbed } from './undisturbed.js'

/** Text of the undisturbed runs: unit counts, and that workers were really in parallel. */
export function undisturbedTable(runs: readonly Undisturbed[]): string {
  return table(
    ['undisturbed', ...CRASHED, 'files', 'seconds', 'worker processes', 'units at once', 'identical'],
    runs.map(({ mode, units, files, durationMs, workers, atOnce, problems }) => [
      mode,
      ...CRASHED.map((phase) => units[phase] ?? 0),
      files,
      (durationMs / 1000).toFixed(1),
      workers,
      atOnce,
      problems.length === 0 ? 'yes' : 'NO',
    ]),
  )
}

/** Text of the scenarios, and under it everything that was wrong. */
export function scenarioTable(rows: readonly Row[]): string {
  const lines = table(
    ['scenario', 'run by', 'kills', 'reached (phase:units committed)', 'redone', 'identical', 'note'],
    rows.map(({ scenario, mode, kills, reached, redone, problems, note }) => [
      scenario,
      mode,
      kills,
      reached.join(' '),
      redone,
      problems.length === 0 ? 'yes' : 'NO',
      note,
    ]),
  )
  const wrong = rows.flatMap(({ scenario, mode, problems }) =>
    problems.slice(0, 12).map((problem) => `${scenario}, ${mode}: ${problem}\n`),
  )
  return lines + wrong.join('')
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`)
  return lines.join('')
}
