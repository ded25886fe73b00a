import { RunError, type Scorer } from '@warc2dataset/schemas'
import { promptHash } from '@warc2dataset/stages/caption/caption-key'
import type { CaptionQuestion } from '@warc2dataset/stages/caption/caption-question'
import { pairPrompts, TEMPLATE_MODEL } from '@warc2dataset/stages/caption/template-captioner'
import { hashOf } from '@warc2dataset/stages/manifest/hash-of'
import type { KeepRule } from '@warc2dataset/stages/select/keep-filters'
import type { Where } from '@warc2dataset/stages/where/parse-where'
import { builtInPromptSet } from '../classify/prompt-folder.js'
import { selectRules, whereBeyondToys } from './applicable-rules.js'
import type { RunView } from './phase.js'

type Wishing = Pick<RunView, 'recipe' | 'scorers' | 'annotators'>

/** Who writes, and what is asked. */
export interface CaptionWish {
  readonly model: string
  /** The question of each candidate: its hash, and its seed. */
  readonly candidates: readonly { readonly prompt: string; readonly seed: number | null }[]
  /** Hash of all that decides the answers and who is asked about; where the endpoint lives is no part of it. */
  readonly digest: string
}

/** What the recipe asks of a captioner. */
export async function captionWish(view: Wishing): Promise<CaptionWish> {
  const { caption } = view.recipe
  const { backend, fuse, max_area } = caption
  const isTemplate = backend === 'template'
  const model = isTemplate ? TEMPLATE_MODEL : (caption.model ?? '')
  const candidates = isTemplate
    ? [{ prompt: await templateHash(), seed: null }]
    : seedsOf(caption.candidates).map((seed) => ({
        prompt: promptHash({ ...captionQuestion(view), seed }, max_area),
        seed,
      }))
  const { keep, where } = captionRules(view)
  const digest = hashOf({
    backend,
    model,
    prompts: candidates.map(({ prompt }) => prompt),
    candidates: candidates.length,
    fuse: isTemplate ? null : fuse,
    max_area: isTemplate ? null : max_area,
    keep,
    where: where.terms.map(({ source }) => source),
    toy: isTemplate ? templateScorer(view).digest : null,
  })
  return { model, candidates, digest }
}

/** The question without a candidate's seed. */
export function captionQuestion({ recipe: { caption } }: Pick<RunView, 'recipe'>): CaptionQuestion {
  const { prompt, fuse, temperature = null, max_tokens } = caption
  return { prompt, fuse, temperature, maxTokens: max_tokens, seed: null }
}

/** Not from 0: some servers take that for none. More candidates ask the same of the first ones. */
function seedsOf(candidates: number): readonly (number | null)[] {
  return candidates === 1 ? [null] : Array.from({ length: candidates }, (_, index) => index + 1)
}

/**
 * Who is asked about: caption.where, else what select will judge by as far as it can be told of one sample alone. What
 * needs the scores of the whole run (a fraction, as_many_as) waits for select.
 */
export function captionRules(view: Wishing): {
  readonly keep: readonly KeepRule[]
  readonly where: Where
  /** Rules that are left out since a toy stands behind them. */
  readonly ignored: readonly string[]
} {
  const { where } = view.recipe.caption
  if (where !== undefined) return { keep: [], ...whereBeyondToys(view, where) }
  const rules = selectRules(view)
  return { ...rules, keep: rules.keep.filter(({ kind }) => kind === 'at_least') }
}

/** The scorer whose embeddings the template captioner reads. */
export function templateScorer({ scorers }: Pick<RunView, 'scorers'>): Scorer {
  const toy = scorers.find(({ spec }) => spec === 'toy')
  if (toy !== undefined) return toy
  throw new RunError('recipe', 'Expected toy in score.models, since caption.backend is template, got none')
}

/** Every colour with every shape that the toy model was shown. */
export async function templatePrompts(): Promise<ReturnType<typeof pairPrompts>> {
  const [colour, shape] = await Promise.all([
    builtInPromptSet('scene_colour'),
    builtInPromptSet('scene_shape'),
  ])
  return pairPrompts(colour.set, shape.set)
}

async function templateHash(): Promise<string> {
  return hashOf({ template: TEMPLATE_MODEL, prompts: await templatePrompts() })
}
