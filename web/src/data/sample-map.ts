import type { MapPoints, MapSection } from '@warc2dataset/schemas'
import { randomNumbers } from './sample/numbers.js'

const CLUSTERS = 60
/** Of so many points, the last two have a pair that the file has no place for. */
const LACKING = 50
const HOSTILE = ['<img src=x onerror=alert(1)>', 'left \u202e right', '</script><script>alert(1)</script>']

/**
 * A map as large as a report may have (50,000 points) or smaller: clusters of pictures and, beside them, their texts;
 * steps of different shares. For looking at it and for measuring frames.
 */
export function sampleMap(points: number): { readonly section: MapSection; readonly points: MapPoints } {
  const random = randomNumbers(points)
  const wave = () => random() + random() + random() - 1.5
  const centres = Array.from({ length: CLUSTERS }, () => ({
    x: 0.08 + random() * 0.84,
    y: 0.08 + random() * 0.84,
    spread: 0.008 + random() * 0.05,
    kept: random(),
  }))
  // Four digits, as a report has them: more are no pixels, and many bytes.
  const within = (value: number) => Number(Math.min(1, Math.max(0, value)).toFixed(4))
  const steps = ['s0', 's1', 's2', 's3', 's5', 's6', 's7', 's8']
  const x: number[] = []
  const y: number[] = []
  const fate: number[] = []
  for (let pair = 0; pair < points / 2; pair++) {
    const centre = centres[Math.floor(random() * CLUSTERS)] ?? { x: 0.5, y: 0.5, spread: 0.1, kept: 0.5 }
    const left = random() < centre.kept ? -1 : Math.floor(random() ** 2 * steps.length)
    for (const shift of [0, 0.012]) {
      x.push(within(centre.x + shift + wave() * centre.spread))
      y.push(within(centre.y + wave() * centre.spread))
      fate.push(left)
    }
  }
  const rows = x.flatMap((_, at) =>
    at % 2 === 0
      ? [
          {
            url: `https://pictures.example/${at / 2}.jpg`,
            text:
              at % 20 === 0
                ? (HOSTILE[(at / 20) % HOSTILE.length] ?? '')
                : `picture ${at / 2} of a made-up map`,
            language: at % 20 === 0 ? null : 'en',
            score: 0.1 + random() * 0.3,
          },
        ]
      : [],
  )
  return {
    section: {
      scorer: 'clip-b32',
      toy: false,
      pictures: Math.ceil(x.length / 2),
      texts: Math.floor(x.length / 2),
      of: 2 * x.length,
      method: 'umap 15 neighbours, minimum distance 0.1',
      seed: 17,
      trustworthiness: 0.912,
    },
    points: {
      x,
      y,
      kind: x.map((_, at) => at % 2),
      fate,
      row: x.map((_, at) => (at % LACKING >= LACKING - 2 ? -1 : at >> 1)),
      steps,
      rows,
    },
  }
}
