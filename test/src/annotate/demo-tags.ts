import { addressOf, type BundledPlan } from '@warc2dataset/pipeline/bundled/bundled-plan'
import { builtInPromptSet } from '@warc2dataset/pipeline/classify/prompt-folder'
import type { Scene } from '@warc2dataset/pipeline/scenes/scene'
import { classVectors, type PromptReader } from '@warc2dataset/stages/prompts/class-vectors'
import { openRanking } from '@warc2dataset/stages/prompts/rank-classes'

/** A picture of which is known what it shows, as the toy model sees it. */
export interface KnownPicture {
  readonly scene: Scene
  readonly embedding: Float32Array
}

/** How well one prompt set tells pictures of so many objects. */
export interface TagAccuracy {
  readonly set: string
  readonly objects: 1 | 2
  readonly pictures: number
  readonly classes: number
  /** Share of pictures whose best label is true of an object. */
  readonly best: number
  /** Share of pictures whose best labels, as many as there are objects, are all true. */
  readonly all: number
  /** `best` of one who guesses. */
  readonly chance: number
  /** Mean probability of the best label. */
  readonly meanP: number
  /** Expected calibration error of the best label: ten bins of p, mean |p - share that is right|, by their pictures. */
  readonly calibrationError: number
}

const SETS = [
  ['scene_shape', 'shape'],
  ['scene_colour', 'colour'],
] as const
const BINS = 10

/** Compares the tags of the demo's two prompt sets with what the pictures show. */
export async function tagAccuracy(
  pictures: readonly KnownPicture[],
  reader: PromptReader,
): Promise<readonly TagAccuracy[]> {
  const found: TagAccuracy[] = []
  for (const [name, property] of SETS) {
    const { set } = await builtInPromptSet(name)
    const rank = openRanking({ ...(await classVectors(set, reader)), top: 2 })
    const labelOf = (at: number): string => set.classes[at]?.label ?? ''
    for (const objects of [1, 2] as const) {
      const own = pictures.filter(({ scene }) => scene.objects.length === objects)
      const told = own.map(({ scene, embedding }): Told => {
        const truth: readonly string[] = scene.objects.map((object) => object[property])
        const { best } = rank(embedding)
        const isTrue = best.slice(0, objects).map(({ at }) => truth.includes(labelOf(at)))
        return { p: best[0]?.p ?? 0, isBestTrue: isTrue[0] === true, areAllTrue: !isTrue.includes(false) }
      })
      const share = (of: (one: Told) => number): number =>
        told.reduce((sum, one) => sum + of(one), 0) / told.length
      found.push({
        set: name,
        objects,
        pictures: told.length,
        classes: set.classes.length,
        best: share(({ isBestTrue }) => Number(isBestTrue)),
        all: share(({ areAllTrue }) => Number(areAllTrue)),
        chance: objects / set.classes.length,
        meanP: share(({ p }) => p),
        calibrationError: calibrationError(told),
      })
    }
  }
  return found
}

interface Told {
  readonly p: number
  readonly isBestTrue: boolean
  readonly areAllTrue: boolean
}

function calibrationError(told: readonly Told[]): number {
  const bins = Array.from({ length: BINS }, (_, bin) =>
    told.filter(({ p }) => Math.min(BINS - 1, Math.floor(p * BINS)) === bin),
  )
  const gaps = bins.map((own) => Math.abs(own.reduce((sum, one) => sum + one.p - Number(one.isBestTrue), 0)))
  return gaps.reduce((sum, gap) => sum + gap, 0) / told.length
}

/** What the plan shows at a URL, by way of its redirects; null: no picture. */
export function sceneAt(plan: BundledPlan, url: string): Scene | null {
  let at = url
  for (let hops = 0; hops < 10; hops += 1) {
    const answer = plan.answers.get(addressOf(at))
    if (answer?.kind === 'picture') return plan.pictures[answer.picture]?.scene ?? null
    if (answer?.kind !== 'moved') return null
    at = new URL(answer.to, at).href
  }
  return null
}

/** A table for people, in Markdown. */
export function accuracyTable(rows: readonly TagAccuracy[]): string {
  const head =
    '| set | objects | pictures | best label true | as many as objects true | chance | mean p | calibration error |'
  const lines = rows.map(({ set, objects, pictures, best, all, chance, meanP, calibrationError }) => {
    const numbers = [best, all, chance, meanP, calibrationError].map((share) => share.toFixed(3))
    return `| ${[set, objects, pictures, ...numbers].join(' | ')} |`
  })
  return [head, '|---|---|---|---|---|---|---|---|', ...lines, ''].join('\n')
}
