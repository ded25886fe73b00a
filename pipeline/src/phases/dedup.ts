import { DEDUP_BUCKET, dedupBucket } from '@warc2dataset/stages/dedup/dedup-bucket'
import { bucketCount, bucketRange } from '@warc2dataset/stages/dedup/hash-buckets'
import { filesUnder, inputOfAll } from '../commits/commits.js'
import { sumCounts } from '../commits/counts.js'
import { kindsOf } from './candidate-line.js'
import type { Phase, RunView } from './phase.js'
import { countRows, inputs, withDuck } from './unit-tools.js'

/** One hash bucket of all candidates → deduped/, one candidate per URL. */
export const dedup: Phase = {
  name: 'dedup',
  upstream: ['extract'],
  stages: [DEDUP_BUCKET],
  config: (recipe) => ({ dedup: recipe.dedup, kinds: kindsOf(recipe) }),
  units: async (view) => {
    const input = inputOfAll('extract', await view.commits('extract'))
    const buckets = await countBuckets(view)
    return Array.from({ length: buckets }, (_, index) => ({
      id: String(index).padStart(5, '0'),
      inputs: [input],
    }))
  },
  run: (job) =>
    withDuck(job, 1, async (duck) => {
      const { recipe } = job.view
      const candidates = filesUnder(await job.view.commits('extract'), 'candidates/')
      const options = {
        candidates: await inputs(job, candidates),
        range: bucketRange(Number(job.unit), await countBuckets(job.view)),
        kinds: kindsOf(recipe),
        maxTexts: recipe.dedup.max_texts,
      }
      const ledger = job.output(`ledger/phase=dedup/${job.unit}.parquet`)
      const counts = await dedupBucket(duck, options, {
        unique: job.output(`deduped/${job.unit}.parquet`),
        ledger,
      })
      return { counts, account: {}, ledgerRows: await countRows(duck, ledger) }
    }),
}

async function countBuckets(view: RunView): Promise<number> {
  const candidates = sumCounts((await view.commits('extract')).map((commit) => commit.counts)).kept
  return bucketCount(candidates, view.recipe.dedup.bucket_rows)
}
