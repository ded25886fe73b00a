import { itemAt, type Random } from '../demo/seeded-random.js'
import * as words from './caption-words.js'
import type { Relation, Scene, SceneObject } from './scene.js'

/** How a caption puts things, whatever the scene: the same plan gives two scenes the same sentence. */
export interface CaptionPlan {
  /** What a light caption names of each object; null: the caption is not light. */
  readonly light: 'shape' | 'colour and shape' | null
  /** A light caption of a scene of two names only one of them. */
  readonly alone: boolean
  /** Which object comes first. */
  readonly first: 0 | 1
  readonly relation: boolean
  readonly sizes: readonly [boolean, boolean]
  readonly ground: boolean
  readonly texture: boolean
  /** Which of the synonyms, 0 to below 1, by the slot of the sentence. */
  readonly synonyms: Readonly<Record<Slot, number>>
}

const SLOTS = [
  'opening',
  'size 0',
  'size 1',
  'colour 0',
  'colour 1',
  'shape 0',
  'shape 1',
  'join',
  'on',
  'ground',
  'texture',
  'background',
] as const
type Slot = (typeof SLOTS)[number]

/** Share of captions that leave the colours or one of two objects out, as many alt texts do. */
const LIGHT_SHARE = 0.12

/** Chooses how to put things. */
export function planCaption(random: Random): CaptionPlan {
  const light = random.chance(LIGHT_SHARE)
  return {
    light: random.chance(0.6) ? (light ? 'shape' : null) : light ? 'colour and shape' : null,
    alone: random.chance(0.5),
    first: random.chance(0.5) ? 1 : 0,
    relation: random.chance(0.6),
    sizes: [random.chance(0.35), random.chance(0.35)],
    ground: random.chance(0.5),
    texture: random.chance(0.4),
    synonyms: Object.fromEntries(SLOTS.map((slot) => [slot, random.float()])) as Record<Slot, number>,
  }
}

/** The caption of a scene by a plan. */
export function writeCaption(scene: Scene, plan: CaptionPlan): string {
  const named = namedObjects(scene, plan)
  const phrases = named.map((place) => objectPhrase(itemAt<SceneObject>(scene.objects, place), place, plan))
  const openings = phrases.length === 2 && !plan.relation ? words.PAIR_OPENINGS : words.OPENINGS
  const opening = plan.light === null ? choose(openings, plan, 'opening') : ''
  return `${opening}${phrases.join(` ${joint(scene, plan)} `)}${groundPhrase(scene, plan)}`
}

/** An English caption that is true of the scene; 12 % are light ("a star", "a red ring and a blue bolt"). */
export function captionScene(scene: Scene, random: Random): string {
  return writeCaption(scene, planCaption(random))
}

/** The one fullest caption: "a small red circle left of a blue star on a striped gray background". */
export function captionScenePlainly(scene: Scene): string {
  return writeCaption(scene, {
    light: null,
    alone: false,
    first: 0,
    relation: true,
    sizes: [true, true],
    ground: true,
    texture: true,
    synonyms: Object.fromEntries(SLOTS.map((slot) => [slot, 0])) as Record<Slot, number>,
  })
}

/** Every word a caption may hold, each once, in a fixed order; lower case. */
export function vocabulary(): readonly string[] {
  const lists = [
    'a an',
    words.COLOUR_WORDS,
    words.SHAPE_WORDS,
    words.GROUND_WORDS,
    words.TEXTURE_WORDS,
    words.SIZE_WORDS,
    words.RELATION_WORDS,
    words.JOINING_WORDS,
    words.BACKGROUND_WORDS,
    words.ON_WORDS,
    words.OPENINGS,
    words.PAIR_OPENINGS,
  ]
  const texts = lists.flatMap((list) => (typeof list === 'string' ? list : Object.values(list).flat()))
  return [...new Set(texts.flatMap((text) => (text === null ? [] : text.match(/[a-z]+/g)) ?? []))]
}

/** The objects a caption by a plan names, in its order: indices into `scene.objects`. */
export function namedObjects(scene: Scene, plan: CaptionPlan): readonly number[] {
  if (scene.objects.length === 1) return [0]
  if (plan.light !== null && plan.alone) return [plan.first]
  return plan.first === 0 ? [0, 1] : [1, 0]
}

function objectPhrase(object: SceneObject, place: number, plan: CaptionPlan): string {
  const slot = place === 0 ? 0 : 1
  const size = words.SIZE_WORDS[object.size]
  const parts = [
    size !== null && plan.sizes[slot] && plan.light === null ? choose(size, plan, `size ${slot}`) : '',
    plan.light === 'shape' ? '' : choose(words.COLOUR_WORDS[object.colour], plan, `colour ${slot}`),
    choose(words.SHAPE_WORDS[object.shape], plan, `shape ${slot}`),
  ].filter((part) => part !== '')
  return withArticle(parts.join(' '))
}

function joint(scene: Scene, plan: CaptionPlan): string {
  if (scene.relation === null || plan.light !== null) return 'and'
  if (!plan.relation) return choose(words.JOINING_WORDS, plan, 'join')
  const relation = plan.first === 0 ? scene.relation : OPPOSITE[scene.relation]
  return choose(words.RELATION_WORDS[relation], plan, 'join')
}

const OPPOSITE: Readonly<Record<Relation, Relation>> = {
  'left of': 'right of',
  'right of': 'left of',
  above: 'below',
  below: 'above',
}

function groundPhrase({ ground, texture }: Scene, plan: CaptionPlan): string {
  if (!plan.ground || plan.light !== null) return ''
  const pattern = words.TEXTURE_WORDS[texture]
  const parts = [
    pattern !== null && plan.texture ? choose(pattern, plan, 'texture') : '',
    choose(words.GROUND_WORDS[ground], plan, 'ground'),
    choose(words.BACKGROUND_WORDS, plan, 'background'),
  ].filter((part) => part !== '')
  return ` ${choose(words.ON_WORDS, plan, 'on')} ${withArticle(parts.join(' '))}`
}

function withArticle(phrase: string): string {
  return `${/^[aeiou]/.test(phrase) ? 'an' : 'a'} ${phrase}`
}

function choose(choices: readonly string[], plan: CaptionPlan, slot: Slot): string {
  return itemAt(choices, Math.floor(plan.synonyms[slot] * choices.length))
}
