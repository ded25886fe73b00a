import { kindOf, type Side } from './kinds.js'
import type { JudgedRow } from './read-fates.js'
import type { KindFates, Mistakes, Telling, TruthTable } from './truth-table.js'

const SIDES: readonly (readonly [side: Side, heading: string])[] = [
  ['right', 'Right pairs: to be kept'],
  ['wrong', 'Wrong pairs: to be left out'],
  ['apart', 'Not to be judged: no English text, no picture, or no text at all'],
]

/** The truth table for a terminal, at most 100 columns wide. Ends with a line break. */
export function printTruthTable(table: TruthTable): string {
  const rows = SIDES.flatMap(([side, heading]) => {
    const own = table.kinds.filter(({ kind }) => kindOf(kind).side === side)
    return own.length === 0 ? [] : [heading, ...own.map(cellsOf)]
  })
  const header = ['  planted kind', 'planted', 'kept', 'left out', 'as planned', 'left out by']
  return `${align([header, ...rows])}\n\n${align(tellingRows(table))}\n`
}

/** The worst mistakes, two lines each. Ends with a line break; empty if there are none. */
export function printMistakes({ kept, cut }: Mistakes): string {
  const lines = [
    ...list('Wrong, but kept; the most similar first:', kept),
    ...list('Right, but left out; the least similar first:', cut),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function list(heading: string, rows: readonly JudgedRow[]): readonly string[] {
  if (rows.length === 0) return []
  return [
    heading,
    ...rows.flatMap(({ kind, url, text, similarity }) => [
      `  ${similarity?.toFixed(3) ?? '-'}  ${kind}: ${JSON.stringify(text)}`,
      `         ${url}`,
    ]),
  ]
}

function cellsOf({ kind, planted, kept, candidates, dropped, failed, asExpected }: KindFates): string[] {
  const reasons = Object.entries({ ...dropped, ...failed }).map(([reason, n]) => `${reason} ${n}`)
  const silent = planted - candidates
  if (silent > 0) reasons.push(`no candidate ${silent}`)
  return [
    `  ${kind}`,
    String(planted),
    String(kept),
    String(planted - kept),
    percent(asExpected / planted),
    reasons.join(', '),
  ]
}

function tellingRows({ all, oneObject, twoObjects }: TruthTable): readonly (readonly string[])[] {
  const row = (name: string, { precision, recall, ...counts }: Telling): string[] => [
    name,
    percent(precision),
    percent(recall),
    percent(counts.wrong === 0 ? null : 1 - counts.keptWrong / counts.wrong),
    `${counts.keptRight} of ${counts.right} right, ${counts.keptWrong} of ${counts.wrong} wrong pairs`,
  ]
  return [
    ['', 'precision', 'recall', 'errors found', 'kept'],
    row('right and wrong pairs', all),
    row('  one object', oneObject),
    row('  two objects', twoObjects),
  ]
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(share === 1 || share === 0 ? 0 : 1)} %`
}

/** Columns as wide as their widest cell, all but the first and the last to the right; a heading runs on. */
function align(rows: readonly (readonly string[] | string)[]): string {
  const widths: number[] = []
  for (const row of rows) {
    if (typeof row === 'string') continue
    for (const [column, cell] of row.slice(0, -1).entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length)
    }
  }
  const lines = rows.map((row) => {
    if (typeof row === 'string') return row
    const cells = row.map((cell, column) => {
      if (column === row.length - 1) return cell
      return column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
    })
    return cells.join('  ').trimEnd()
  })
  return lines.join('\n')
}
