import type { CaptionShardInput } from '@warc2dataset/stages/caption/caption-shard'
import { openTemplateCaptioner } from '@warc2dataset/stages/caption/template-captioner'
import { readNpy } from '@warc2dataset/stages/npy/read-npy'
import { classVectors } from '@warc2dataset/stages/prompts/class-vectors'
import { templatePrompts, templateScorer } from './caption-wishes.js'
import { checkedScorer } from './checked-scorer.js'
import type { Job } from './phase.js'

/** Captions out of the toy scorer's embeddings of one shard (`img_emb`): nothing is asked, nothing to store. */
export async function openTemplate(job: Job, images: string): Promise<CaptionShardInput['caption']> {
  const { tell } = await job.shared('caption/template', async () => {
    const prompts = await templatePrompts()
    const { vectors, dim } = await classVectors(prompts, await checkedScorer(job, templateScorer(job.view)))
    const labels = prompts.classes.map(({ label }) => label)
    return { tell: openTemplateCaptioner({ labels, vectors, dim }), close: async () => {} }
  })
  const { data, columns } = await readNpy(images)
  return async ({ template_row }) => {
    const start = Number(template_row ?? 0) * columns
    const embedding = template_row === null ? null : data.subarray(start, start + columns)
    return [{ outcome: tell(embedding), isKnown: false }]
  }
}
