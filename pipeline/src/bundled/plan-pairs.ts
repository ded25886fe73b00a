import type { PageLanguage } from '../demo/phrases.js'
import type { Random } from '../demo/seeded-random.js'
import { captionScene } from '../scenes/caption-scene.js'
import { planScene, type Scene } from '../scenes/scene.js'
import type { BundledPicture } from './bundled-plan.js'
import { BUNDLED_SITES } from './bundled-sites.js'
import type { KindName } from './kinds.js'
import { describeArabic } from './languages/describe-arabic.js'
import { describeFrench } from './languages/describe-french.js'
import { describeGerman } from './languages/describe-german.js'
import { describeJapanese } from './languages/describe-japanese.js'
import { describeSpanish } from './languages/describe-spanish.js'
import type { PictureDesk } from './picture-desk.js'
import { falseCaption, genericText, swappedCaption } from './plan-texts-of-pairs.js'
import type { PlannedItem, PlannedItems } from './planned-item.js'

/** One picture at one URL with one text: what most kinds are. */
interface PairKind {
  readonly kind: KindName
  readonly count: number
  /** Objects in the scene; one or two by chance if absent. */
  readonly scenes?: { readonly objects: 1 | 2 }
  readonly twist?: BundledPicture['twist']
  readonly language?: PageLanguage
  readonly text: (scene: Scene, random: Random) => string
  /** False: such a scene is not taken. */
  readonly fits?: (scene: Scene) => boolean
}

const PAIR_KINDS: readonly PairKind[] = [
  { kind: 'right-one-object', count: 180, scenes: { objects: 1 }, text: captionScene },
  { kind: 'right-two-objects', count: 180, scenes: { objects: 2 }, text: captionScene },
  { kind: 'rotated', count: 24, twist: 'rotated', text: captionScene },
  { kind: 'cmyk', count: 24, twist: 'cmyk', text: captionScene, fits: canBePrinted },
  { kind: 'wrong-one-object', count: 70, scenes: { objects: 1 }, text: falseCaption },
  { kind: 'wrong-in-two-objects', count: 70, scenes: { objects: 2 }, text: falseCaption },
  { kind: 'swapped-objects', count: 70, scenes: { objects: 2 }, text: swappedCaption },
  { kind: 'generic', count: 45, text: (_, random) => genericText(random) },
  { kind: 'german', count: 25, language: 'de', text: describeGerman },
  { kind: 'french', count: 25, language: 'fr', text: describeFrench },
  { kind: 'spanish', count: 25, language: 'es', text: describeSpanish },
  { kind: 'japanese', count: 25, language: 'ja', text: describeJapanese },
  { kind: 'arabic', count: 25, language: 'ar', text: describeArabic },
  { kind: 'truncated', count: 20, twist: 'truncated', text: captionScene },
]

/** Plans the kinds that differ only in the picture or the text. */
export function planPairs(desk: PictureDesk, random: Random): PlannedItems {
  const items: PlannedItem[] = []
  const answers: PlannedItems['answers'][number][] = []
  for (const { kind, count, scenes, twist, language = 'en', text, fits } of PAIR_KINDS) {
    const sites = sitesIn(language)
    for (let made = 0; made < count; made += 1) {
      let scene = planScene(random, scenes)
      while (fits?.(scene) === false) scene = planScene(random, scenes)
      const site = random.pick(sites)
      const picture = desk.draw(scene, twist)
      const url = desk.address(site, desk.formatOf(picture))
      items.push({ kind, url, alt: text(scene, random), site })
      answers.push([url, { kind: 'picture', picture }])
    }
  }
  return { items, answers }
}

/** Through printing inks this brown comes back as olive, and this lime as yellow: the text would no longer be true. */
function canBePrinted({ objects }: Scene): boolean {
  return objects.every(({ colour }) => colour !== 'brown' && colour !== 'lime')
}

/** Indices of the sites in a language. */
export function sitesIn(language: PageLanguage): readonly number[] {
  return BUNDLED_SITES.flatMap((site, index) => (site.language === language ? [index] : []))
}
