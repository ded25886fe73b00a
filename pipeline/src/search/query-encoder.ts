import { readFile, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { RunError, type Scorer } from '@warc2dataset/schemas'
import { openDecoder } from '@warc2dataset/stages/picture/open-decoder'
import { embedTexts } from '@warc2dataset/stages/score/embed-texts'
import { openScorer } from '@warc2dataset/stages/score/open-scorer'
import { fetchLimits } from '../phases/fetch-limits.js'
import type { RunView } from '../phases/phase.js'

/** A vector of length 1, and what a person should know of it. */
export interface Encoded {
  readonly vector: Float32Array
  readonly note: string | null
}

/** Turns words and picture files into vectors of the model that made the embeddings. */
export interface QueryEncoder {
  /** @throws RunError exit 2 if the model knows too little of the text. */
  readonly text: (text: string) => Promise<Encoded>
  /** Reads a picture as the run reads those of the web. @throws RunError exit 12 if it is none. */
  readonly image: (file: string) => Promise<Encoded>
  readonly close: () => Promise<void>
}

/** @throws RunError exit 5 if the model is missing, or not the one of the run. */
export async function openQueryEncoder({ recipe }: RunView, scorer: Scorer): Promise<QueryEncoder> {
  const opened = await openScorer({
    manifest: scorer.manifest,
    quality: recipe.score.resize,
    provider: 'cpu',
    batchSize: 1,
    threads: availableParallelism(),
    children: 1,
  })
  if (opened.model.digest !== scorer.digest) {
    await opened.close()
    throw new RunError(
      'model',
      `Expected the model ${scorer.id} of this run at ${scorer.manifest}, got another manifest`,
    )
  }
  return {
    text: async (text) => {
      const [[words] = []] = await embedTexts(opened, [[text]])
      if (words === undefined || words.vector === null || words.isUnknown)
        throw new RunError(
          'usage',
          `Expected words that ${scorer.name} knows, got ${JSON.stringify(text)}: more of it is unknown to the model than it allows`,
        )
      const note = words.truncated ? `The model saw only the beginning of ${JSON.stringify(text)}.` : null
      return { vector: words.vector, note }
    },
    image: async (file) => {
      const jpeg = await storedAs(file, recipe)
      const read = await opened.pixels.read(jpeg, [opened.spec], new AbortController().signal)
      const [vector] = read.ok ? await opened.embedder.images(read.pixels) : []
      if (vector == null) throw unreadable(file, read.ok ? 'the model gives no vector for it' : read.code)
      return { vector, note: null }
    },
    close: opened.close,
  }
}

/** The JPEG that fetch would have stored for these bytes: only then is a picture of the run equal to itself. */
async function storedAs(file: string, recipe: RunView['recipe']): Promise<Buffer> {
  const bytes = await readLimited(file, recipe.fetch.max_bytes)
  const decoder = await openDecoder({
    limits: fetchLimits(recipe),
    children: 1,
  })
  try {
    const picture = await decoder.decode(bytes, new AbortController().signal)
    if (picture.ok) return picture.jpeg
    throw unreadable(file, `${picture.code}: ${picture.detail}`)
  } finally {
    await decoder.close()
  }
}

async function readLimited(file: string, most: number): Promise<Buffer> {
  try {
    const found = await stat(file)
    if (!found.isFile()) throw unreadable(file, 'no file')
    if (found.size > most) throw unreadable(file, `${found.size} bytes, more than fetch.max_bytes (${most})`)
    return await readFile(file)
  } catch (error) {
    if (error instanceof RunError) throw error
    throw unreadable(file, (error as NodeJS.ErrnoException).code ?? String(error), error)
  }
}

function unreadable(file: string, got: string, cause?: unknown): RunError {
  return new RunError('input', `Expected a readable picture at ${file}, got ${got}`, { cause })
}
