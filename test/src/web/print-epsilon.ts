import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureEpsilon, SCORINGS } from './measure-epsilon.js'

// `node test/dist/web/print-epsilon.js`: how far similarities move with the batch size and the number of workers.
const folder = await mkdtemp(join(tmpdir(), 'warc2dataset-epsilon-'))
try {
  process.stdout.write('| batch size | score workers | similarities | largest difference from the first |\n')
  process.stdout.write('|---|---|---|---|\n')
  for (const { batch, workers, compared, largest } of await measureEpsilon(folder, SCORINGS)) {
    process.stdout.write(`| ${batch} | ${workers} | ${compared} | ${largest} |\n`)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
