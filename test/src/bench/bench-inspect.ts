import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MADE_UP_SCORER, writeLedgerRun } from '../inspect/ledger-run.js'
import { CLI } from '../place.js'
import { measure } from './measure.js'
import { syntheticLedger } from './synthetic-ledger.js'

/** `inspect [ROWS …]`: the command line over runs of synthetic ledger rows, 1e5, 1e6 and 1e7 unless given. */
export async function benchInspect(sizes: readonly number[]): Promise<void> {
  process.stdout.write(
    '| rows | inspect s | s per 1e6 rows | peak MiB | report KiB |\n|---|---|---|---|---|\n',
  )
  for (const rows of sizes) {
    const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-inspect-'))
    try {
      await writeLedgerRun(folder, {
        ...syntheticLedger(rows),
        scorers: [MADE_UP_SCORER],
        recipe: { select: { keep: { similarity_made_up: 0.28 }, where: 'original_width >= 200' } },
        without: { missing: rows, empty: Math.floor(rows / 5) },
      })
      const { seconds, peakMiB, output } = await measure([
        process.execPath,
        CLI,
        'inspect',
        folder,
        '--quiet',
      ])
      const size = /report\.html \(([^;]+);/.exec(output)?.[1] ?? '?'
      process.stdout.write(
        `| ${rows} | ${seconds.toFixed(1)} | ${((seconds / rows) * 1e6).toFixed(1)} | ${peakMiB.toFixed(0)} | ${size} |\n`,
      )
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}
