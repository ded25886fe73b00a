import { type Counts, type LedgerRow, ledgerColumns } from '@warc2dataset/schemas'
import type { Line } from '@warc2dataset/stages/compose'
import { LEDGER_ORDER } from '@warc2dataset/stages/ledger/ledger-sql'
import { type Duck, literal, useDuck } from '@warc2dataset/stages/parquet/duck'
import { openRowWriter } from '@warc2dataset/stages/parquet/row-writer'
import { exits, NO_COUNTS, sumCounts } from '../commits/counts.js'
import { runLine } from '../unit/run-line.js'
import type { Job, UnitResult } from './phase.js'

/** A DuckDB for the time of `use`, spilling into the unit's scratch from `mostBytes` on, or what the machine allows. */
export function withDuck<T>(
  job: Job,
  threads: number,
  use: (duck: Duck) => Promise<T>,
  mostBytes: number = Number.POSITIVE_INFINITY,
): Promise<T> {
  const memoryBytes = Math.min(mostBytes, job.machine.duckdbMemoryBytes)
  return useDuck({ scratch: job.scratch, memoryBytes, threads }, use)
}

/** Local paths of committed files, in order. */
export function inputs(job: Job, names: readonly string[]): Promise<string[]> {
  return Promise.all(names.map(job.input))
}

/** Runs a line with the unit's ledger file beside it, after what an earlier generation left; stages stay open as long as the worker. */
export async function runLedgeredLine(
  job: Job,
  duck: Duck,
  phase: 'extract' | 'fetch',
  line: Line,
  carried: { readonly ledger: readonly LedgerRow[]; readonly counts: Counts } = {
    ledger: [],
    counts: NO_COUNTS,
  },
): Promise<Pick<UnitResult, 'counts' | 'ledgerRows'>> {
  const ledger = await openRowWriter(duck, 'ledger', ledgerColumns)
  const progress = tellNowAndThen(job.progress)
  ledger.write(carried.ledger)
  const env = { log: job.log, count: job.count, lease: job.lease, traffic: job.traffic }
  const counts = await runLine(line, {
    phase,
    unit: job.unit,
    shadow: job.view.recipe.shadow,
    signal: job.signal,
    env,
    ledger: ledger.write,
    progress: (counts) => progress.add(counts.kept, exits(counts)),
    openStage: (stage) => job.shared(`${phase}/${stage.name}`, () => stage.open(env)),
  })
  progress.tell()
  const ledgerRows = await ledger.finish(
    job.output(`ledger/phase=${phase}/${job.unit}.parquet`),
    LEDGER_ORDER,
  )
  return { counts: sumCounts([carried.counts, counts]), ledgerRows }
}

const TELL_MS = 200

/** Rows come one by one from the web; a message for each would cost as much as a small picture's request. */
function tellNowAndThen(tell: Job['progress']) {
  let kept = 0
  let left = 0
  let told = performance.now()
  const flush = (): void => {
    if (kept + left > 0) tell({ kept, left })
    kept = 0
    left = 0
    told = performance.now()
  }
  return {
    add: (moreKept: number, moreLeft: number): void => {
      kept += moreKept
      left += moreLeft
      if (performance.now() - told >= TELL_MS) flush()
    },
    tell: flush,
  }
}

/** Rows of a Parquet file, from its footer. */
export async function countRows(duck: Duck, path: string): Promise<number> {
  const [row] = await duck.rows<{ n: number }>(
    `SELECT count(*)::DOUBLE AS n FROM read_parquet(${literal(path)})`,
  )
  return row?.n ?? 0
}
