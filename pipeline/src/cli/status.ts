import { DROP_REASONS, FAILURE_CODES } from '@warc2dataset/schemas'
import { CAPTION_KINDS, type CaptionKind } from '@warc2dataset/stages/caption/caption-outcome'
import { exits } from '../commits/counts.js'
import { type RunStatus, readStatus } from '../look/read-status.js'
import { openRun } from '../run/open-run.js'
import { printable } from './exit.js'
import { onlyArgument, parseFlags } from './parse-flags.js'

const USAGE = 'warc2dataset status RUN [--json]'

/** `status`: how far a run is, both accounts, and who was left out by what. */
export async function status(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, { json: { type: 'boolean' } } as const, USAGE)
  const found = await readStatus(await openRun(onlyArgument(positionals, 'run', USAGE)))
  process.stdout.write(
    values.json === true ? `${JSON.stringify(found, null, 2)}\n` : printable(describe(found)),
  )
  return 0
}

function describe(status: RunStatus): string {
  return [
    phaseTable(status),
    recordAccount(status),
    captions(status),
    exitTable(status),
    funnelLine(status),
    quarantine(status),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

function phaseTable({ place, phases }: RunStatus): string {
  const rows = phases.map(({ phase, done, units, counts }) => [
    phase,
    `${done}/${units ?? '?'}`,
    ...(phase === 'pack'
      ? ['', String(counts.kept), '']
      : [counts.in, counts.kept, exits(counts)].map(String)),
  ])
  return `${place}\n${table([['phase', 'units', 'in', 'kept', 'left'], ...rows])}`
}

function recordAccount({ records }: RunStatus): string {
  const parts = Object.entries(records).map(([name, counts]) => {
    const list = Object.entries(counts).map(([kind, n]) => `${kind} ${n}`)
    return [`  ${name}`, list.join(', ') || 'none']
  })
  return `Account of records\n${table(parts)}`
}

function captions({ captions }: RunStatus): string {
  const rows = Object.entries(captions).map(([kind, n]) => [
    `  ${kind}`,
    String(n),
    kind in CAPTION_KINDS ? CAPTION_KINDS[kind as CaptionKind] : '',
  ])
  return rows.length === 0 ? '' : `Captions asked for\n${table(rows)}`
}

function exitTable({ phases }: RunStatus): string {
  const sentences: Readonly<Record<string, string>> = { ...DROP_REASONS, ...FAILURE_CODES }
  const rows = phases.flatMap(({ phase, counts }) =>
    [...Object.entries(counts.dropped), ...Object.entries(counts.failed)].map(([reason, n]) => [
      `  ${reason}`,
      String(n),
      phase,
      sentences[reason] ?? '',
    ]),
  )
  return rows.length === 0 ? '' : `Left out\n${table(rows)}`
}

function funnelLine({ funnel, judgedBy }: RunStatus): string {
  if (funnel === null) return ''
  const { candidates, kept, dropped, failed } = funnel
  const judged = judgedBy === null ? '' : `\nselect.keep: ${judgedBy.keep}\nselect.where: ${judgedBy.where}`
  return `${candidates} candidates = ${kept} kept + ${dropped} dropped + ${failed} failed${judged}`
}

function quarantine({ phases }: RunStatus): string {
  const rows = phases.flatMap(({ phase, quarantined }) =>
    Object.entries(quarantined).map(([unit, error]) => [`  ${phase}`, unit, error]),
  )
  return rows.length === 0 ? '' : `Quarantined\n${table(rows)}`
}

/** Columns aligned by their widest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (max, row) => row.map((cell, i) => Math.max(max[i] ?? 0, cell.length)),
    [],
  )
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
