import { type Annotator, RunError, type Scorer } from '@warc2dataset/schemas'
import { TEMPLATE_MODEL } from '@warc2dataset/stages/caption/template-captioner'
import { loadModel } from '@warc2dataset/stages/clip/model/load-model'
import { loadHead } from '@warc2dataset/stages/heads/load-head'
import { vaeFiles } from '@warc2dataset/stages/latents/check-vae'
import { loadVae } from '@warc2dataset/stages/latents/load-vae'
import { hashOf } from '@warc2dataset/stages/manifest/hash-of'
import type { RunView } from '../phases/phase.js'

/** A model that had a say in a dataset. */
export interface Ancestor {
  readonly role: 'scorer' | 'head' | 'prompts' | 'captioner' | 'vae'
  readonly id: string
  /** Weights that it stands on, where they have another name; null: none but its own. */
  readonly base: string | null
  /** Of its manifest, which holds the sha256 of every file; null where the run recorded none of it alone. */
  readonly sha256: string | null
  /** Of each file of weights, as the manifest has them; empty where it is not at hand any more. */
  readonly weights: Readonly<Record<string, string>>
  /** Null: not known, or nothing with a licence. */
  readonly licence: string | null
  readonly toy: boolean
}

/** Every model behind a run, the primary scorer first: its columns, the captions that select took, its latents. */
export async function readAncestry(
  view: Pick<RunView, 'scorers' | 'annotators' | 'vae' | 'commits'>,
): Promise<readonly Ancestor[]> {
  const { scorers, annotators } = view
  return [
    ...(await Promise.all(scorers.map(ofScorer))),
    ...(await Promise.all(annotators.map((annotator) => ofAnnotator(annotator, scorers)))),
    ...(await captioners(view)),
    ...(await vaes(view)),
  ]
}

/** None if select chose no synthetic caption. A server says nothing of its weights but their name. */
async function captioners({ commits }: Pick<RunView, 'commits'>): Promise<readonly Ancestor[]> {
  const [selected] = await commits('select')
  const chosen = selected?.account['captions'] as { readonly synthetic?: number } | undefined
  if ((chosen?.synthetic ?? 0) === 0) return []
  const models = (await commits('caption')).flatMap(({ account }) => {
    const model = (account['captioner'] as { readonly model?: unknown } | undefined)?.model
    return typeof model === 'string' ? [model] : []
  })
  return [...new Set(models)].sort().map((id) => ({
    role: 'captioner',
    id,
    base: null,
    sha256: null,
    weights: {},
    licence: null,
    toy: id === TEMPLATE_MODEL,
  }))
}

/** None if nothing was encoded. */
async function vaes({ vae, commits }: Pick<RunView, 'vae' | 'commits'>): Promise<readonly Ancestor[]> {
  if (vae === null || (await commits('latents')).length === 0) return []
  const loaded = await orNull(loadVae(vae.manifest))
  const files = loaded?.digest === vae.digest ? vaeFiles(loaded) : []
  const weights = Object.fromEntries(files.map(({ file, sha256 }) => [file, sha256]))
  const { id, digest, license } = vae
  return [{ role: 'vae', id, base: null, sha256: digest, weights, licence: license, toy: false }]
}

async function ofScorer({ id, encoder, digest, manifest, toy }: Scorer): Promise<Ancestor> {
  const model = await orNull(loadModel(manifest))
  // Another manifest may lie there by now: its licence would be that of another model.
  const same = model?.digest === digest ? model.manifest : null
  const files = same === null ? [] : [same.image, ...same.image.data, same.text, ...same.text.data]
  return {
    role: 'scorer',
    id,
    base: encoder === id ? null : encoder,
    sha256: digest,
    weights: Object.fromEntries(files.map(({ file, sha256 }) => [file, sha256])),
    licence: same?.license ?? null,
    toy,
  }
}

async function ofAnnotator(annotator: Annotator, scorers: readonly Scorer[]): Promise<Ancestor> {
  const { kind, id, file, digest, toy } = annotator
  const scorer = scorers.find(({ name }) => name === annotator.scorer)
  const head = kind === 'head' ? await orNull(loadHead(file)) : null
  const isSame = head !== null && hashOf({ digest: head.digest, scorer: scorer?.digest }) === digest
  const weights = isSame ? { [head.manifest.weights.file]: head.manifest.weights.sha256 } : {}
  return {
    role: kind,
    id,
    base: scorer?.encoder ?? annotator.scorer,
    sha256: isSame ? head.digest : null,
    weights,
    licence: isSame ? head.manifest.license : null,
    toy,
  }
}

/** Null for a manifest that is gone or wrong by now: the run has what it needs of it. */
async function orNull<T>(pending: Promise<T>): Promise<T | null> {
  try {
    return await pending
  } catch (error) {
    if (error instanceof RunError && error.exit === 'model') return null
    throw error
  }
}
