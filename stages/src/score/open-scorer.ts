import { type ClipModel, loadModel, modelError } from '../clip/model/load-model.js'
import { fileProblems } from '../clip/model/model-files.js'
import type { Provider } from '../clip/model/open-tower.js'
import type { PreprocessSpec } from '../clip/pixels/preprocess.js'
import { type Embedder, openEmbedder } from '../clip/session/open-embedder.js'
import { openTokenizer } from '../clip/tokens/open-tokenizer.js'
import type { Tokenizer } from '../clip/tokens/tokenizer.js'
import { openPixelReader, type PixelReader } from '../picture/open-pixel-reader.js'
import { defaultPictureLimits } from '../picture/picture-limits.js'

/** A model ready to score: one owner of the sessions, decoders beside it. */
export interface Scorer {
  readonly model: ClipModel
  readonly spec: PreprocessSpec
  readonly embedder: Embedder
  readonly tokenize: Tokenizer
  readonly pixels: PixelReader
  /** True once the device or the session is lost. */
  readonly isSpent: () => boolean
  readonly close: () => Promise<void>
}

export interface ScorerOptions {
  readonly manifest: string
  readonly quality: 'exact' | 'fast'
  readonly provider: Provider
  readonly batchSize: number
  /** Threads of one inference. */
  readonly threads: number
  /** Decoder processes. */
  readonly children: number
}

/** Opens a model for scoring. @throws RunError exit 5 if it is not what its manifest says. */
export async function openScorer({
  manifest,
  quality,
  provider,
  batchSize,
  threads,
  children,
}: ScorerOptions): Promise<Scorer> {
  const model = await loadModel(manifest)
  // Hashed again here: between the start of a run and this session there may be days.
  const changed = await fileProblems(model)
  if (changed.length > 0) throw modelError(model, changed)
  const { size, resize, resample } = model.manifest.image
  const tokenize = await openTokenizer(model)
  const pixels = await openPixelReader({ limits: defaultPictureLimits, children })
  const embedder = await openEmbedder({ model, provider, batchSize, threads }).catch(
    async (error: unknown) => {
      await pixels.close()
      throw error
    },
  )
  return {
    model,
    spec: { size, resize, resample, quality },
    embedder,
    tokenize,
    pixels,
    isSpent: embedder.isSpent,
    close: async () => {
      await Promise.all([embedder.close(), pixels.close()])
    },
  }
}
