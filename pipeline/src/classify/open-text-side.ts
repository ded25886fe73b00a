import { availableParallelism } from 'node:os'
import { RunError, type Scorer } from '@warc2dataset/schemas'
import { loadModel, modelError } from '@warc2dataset/stages/clip/model/load-model'
import { fileProblems } from '@warc2dataset/stages/clip/model/model-files'
import { openEmbedder } from '@warc2dataset/stages/clip/session/open-embedder'
import { openTokenizer } from '@warc2dataset/stages/clip/tokens/open-tokenizer'
import type { PromptReader } from '@warc2dataset/stages/prompts/class-vectors'

const TEXTS_PER_INFERENCE = 64

/**
 * Opens the model that scored a run, on the CPU, to embed texts: no decoder is started.
 * @throws RunError exit 5 if the model is gone, or is another than then.
 */
export async function openTextSide(
  scorer: Scorer,
): Promise<PromptReader & { readonly close: () => Promise<void> }> {
  const model = await loadModel(scorer.manifest)
  if (model.digest !== scorer.digest) {
    throw new RunError(
      'model',
      `Expected the model ${scorer.id} of this run at ${scorer.manifest}, got another manifest`,
    )
  }
  const problems = await fileProblems(model)
  if (problems.length > 0) throw modelError(model, problems)
  const tokenize = await openTokenizer(model)
  const threads = availableParallelism()
  const embedder = await openEmbedder({ model, provider: 'cpu', batchSize: TEXTS_PER_INFERENCE, threads })
  return { model, tokenize, embedder, close: embedder.close }
}
