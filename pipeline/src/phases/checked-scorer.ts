import { RunError, type Scorer } from '@warc2dataset/schemas'
import { type Scorer as OpenedScorer, openScorer } from '@warc2dataset/stages/score/open-scorer'
import type { Job } from './phase.js'

/**
 * The model of a scorer, opened once per worker, whichever phase asks for it.
 * @throws RunError exit 5 if it is not the one that the run began with
 */
export function checkedScorer(job: Job, scorer: Scorer): Promise<OpenedScorer> {
  return job.shared(`score/${scorer.name}`, () => openChecked(job, scorer))
}

async function openChecked(job: Job, scorer: Scorer): Promise<OpenedScorer> {
  const opened = await openScorer({
    manifest: scorer.manifest,
    quality: job.view.recipe.score.resize,
    provider: job.machine.provider,
    batchSize: job.view.recipe.score.batch_size,
    threads: job.machine.cores,
    children: Math.max(1, job.machine.cores - 1),
  })
  if (opened.model.digest === scorer.digest) return opened
  await opened.close()
  throw new RunError(
    'model',
    `Expected the model ${scorer.id} of this run at ${scorer.manifest}, got another manifest`,
  )
}
