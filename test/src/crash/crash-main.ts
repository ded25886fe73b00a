import { reportError } from '@warc2dataset/pipeline/cli/exit'
import { loadRecipe } from '@warc2dataset/pipeline/run/load-recipe'
import { runRecipe } from '@warc2dataset/pipeline/run/run-recipe'
import type { Task } from '@warc2dataset/pipeline/work-source/static-task'
import { holdAtDiskCalls, holdHere, readPoint } from './crash-point.js'

/** What the harness asks of this coordinator; it stands in for `warc2dataset run --log json`. */
export interface CrashOrder {
  readonly recipe: string
  readonly out: string
  readonly workers: number
  readonly task?: Task
}

async function main(): Promise<number> {
  const { recipe, ...order } = JSON.parse(process.argv[2] ?? '') as CrashOrder
  const point = readPoint()
  holdAtDiskCalls(point)
  await runRecipe({
    ...(await loadRecipe(recipe)),
    ...order,
    wait: true,
    provider: 'cpu',
    workerEntry: new URL('./crash-worker.js', import.meta.url),
    log: (event, fields = {}) => {
      process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`)
      if (point?.kind !== 'run_log' || point.event !== event || point.phase !== fields['phase']) return
      if (point.unit === undefined || point.unit === fields['unit']) holdHere()
    },
  })
  return 0
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => process.exit(reportError(error)),
)
