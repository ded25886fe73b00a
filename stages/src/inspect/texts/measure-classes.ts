import type { AnatomySection } from '@warc2dataset/schemas'
import { TEXT_CLASSES } from '../../alt/classify-text.js'
import type { Inspected } from '../pair-table.js'
import { clusterShares } from '../rate/cluster-rates.js'
import { keptRates, rateOf } from '../rate/kept-rates.js'

/** No class was found: perhaps a description. */
const DESCRIBED = 'described'

const ABOUT: Readonly<Record<(typeof TEXT_CLASSES)[number] | typeof DESCRIBED, string>> = {
  decorative: 'No letter or digit, or the name of a page ornament: spacer, bullet, arrow, tracking pixel.',
  camera: 'The name that a camera, phone or screen capture gave: IMG_2041, Screenshot 2024-05-01.',
  generic: 'Says only that there is a picture, or names its place on the page: image, logo, photo 3.',
  filename: 'The name of the picture file (WCAG 2.2, failure F30).',
  seo: 'Written for a shop or a search engine: three of price, words of an offer, product code, separators, title case.',
  described:
    'None of these; perhaps a description. The word lists are short, so these are too many rather than too few.',
}

/** What rows with a text have instead of a description: share among candidates and kept, and how many of each passed. */
export async function measureClasses(inspected: Inspected): Promise<AnatomySection['classes']> {
  const { duck } = inspected
  const [among, by] = [`"text" <> ''`, `coalesce(text_class, '${DESCRIBED}')`]
  const parts = [...TEXT_CLASSES, DESCRIBED] as const
  const candidates = await clusterShares(duck, { among, by, parts })
  const kept = await clusterShares(duck, { among: `${among} AND kept`, by, parts })
  const passed = await keptRates(inspected, { among, by })
  return parts.map((part) => ({
    class: part,
    about: ABOUT[part],
    candidates: rateOf(candidates, part),
    kept: rateOf(kept, part),
    passed: rateOf(passed, part),
  }))
}
