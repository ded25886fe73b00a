import type { Counts } from '@warc2dataset/schemas'
import { exits } from '../commits/counts.js'
import type { RunReport } from '../run/run-recipe.js'
import type { RunLog } from '../worker/crew.js'
import { printable } from './exit.js'

export interface Progress {
  readonly log: RunLog
  readonly note: (text: string) => void
  readonly close: () => void
}

interface Bar {
  phase: string
  units: number
  done: number
  kept: number
  left: number
  started: number
}

/** A live line on a terminal, a line per phase elsewhere, or one JSON object per event. All on stderr. */
export function openProgress(asJson: boolean): Progress {
  if (asJson) return jsonProgress()
  const bar: Bar = { phase: '', units: 0, done: 0, kept: 0, left: 0, started: Date.now() }
  const isLive = process.stderr.isTTY === true
  const clear = (): void => void (isLive && process.stderr.write('\r\x1b[K'))
  const say = (text: string): void => {
    clear()
    process.stderr.write(`${printable(text)}\n`)
  }
  return {
    log: (event, fields = {}) => {
      switch (event) {
        case 'phase_start':
          Object.assign(bar, {
            phase: fields['phase'],
            units: fields['pending'],
            done: 0,
            kept: 0,
            left: 0,
            started: Date.now(),
          })
          break
        case 'unit_done':
          bar.done += 1
          bar.kept += (fields['counts'] as Counts).kept
          bar.left += exits(fields['counts'] as Counts)
          break
        case 'unit_failed':
          say(`${fields['phase']} ${fields['unit']}, attempt ${fields['attempt']}: ${fields['error']}`)
          break
        case 'phase_done':
          say(phaseLine(bar, fields['counts'] as Counts))
          return
      }
      if (isLive && bar.phase !== '') process.stderr.write(`\r\x1b[K${barLine(bar)}`)
    },
    note: say,
    close: clear,
  }
}

function jsonProgress(): Progress {
  const write = (event: string, fields: object): void => {
    process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`)
  }
  return {
    log: (event, fields = {}) => write(event, fields),
    note: (text) => write('note', { text }),
    close: () => {},
  }
}

function barLine({ phase, units, done, kept, left, started }: Bar): string {
  const width = 24
  const full = units === 0 ? width : Math.round((done / units) * width)
  const seconds = (Date.now() - started) / 1000
  const rate = done === 0 ? '' : `, ${Math.round((kept + left) / seconds)}/s`
  const eta = done === 0 ? '' : `, about ${Math.ceil((seconds / done) * (units - done))} s left`
  return `${phase.padEnd(8)} [${'#'.repeat(full)}${'.'.repeat(width - full)}] ${done}/${units} units, ${kept} kept, ${left} left out${rate}${eta}`
}

function phaseLine({ phase, done, started }: Bar, counts: Counts): string {
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  const left = exits(counts)
  return `${phase.padEnd(8)} ${done} units in ${seconds} s: ${counts.in} in, ${counts.kept} kept, ${left} left out`
}

/** The funnel, for a person; with `asJson`, as one event. */
export function printSummary(report: RunReport, out: string, asJson: boolean): void {
  if (asJson) {
    process.stderr.write(
      `${JSON.stringify({ time: new Date().toISOString(), event: 'run_done', out, ...report })}\n`,
    )
    return
  }
  const { funnel } = report
  if (funnel === null) return void process.stdout.write(`Stopped as asked; the run is in ${out}\n`)
  const { candidates, kept, dropped, failed } = funnel
  const { archive_passes, records_read, pictures_decoded } = report.work
  process.stdout.write(
    `${candidates} candidates = ${kept} kept + ${dropped} dropped + ${failed} failed\n` +
      `This time: ${archive_passes} archive passes, ${records_read} records read, ${pictures_decoded} pictures decoded\n` +
      `Dataset: ${out}/dataset  (warc2dataset status ${out} shows who was left out and why)\n`,
  )
}
