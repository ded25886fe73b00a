import { createRandom, itemAt, type Random, randomBytes } from '@warc2dataset/pipeline/demo/seeded-random'
import type { PreprocessSpec } from '@warc2dataset/stages/clip/pixels/preprocess'

/** A picture that no file gave, for two resizers to agree on. */
export interface ResizePicture {
  /** Rows of RGB, 3 bytes a pixel. */
  readonly rgb: Uint8Array
  readonly width: number
  readonly height: number
  /** The ways to cut it. */
  readonly specs: readonly PreprocessSpec[]
}

/** Sides of the inputs of CLIP and SigLIP models, px. */
const TARGETS = [224, 256, 336, 384] as const
const LONGEST = 1500
/** Pixels of a whole scaled picture, which Pillow must hold: past it only the sides are squashed. */
const MOST_SCALED = 40_000_000

/** Sizes where resizers go wrong, for a target of `t` px. */
const EDGES: readonly ((t: number) => readonly [width: number, height: number])[] = [
  () => [1, 1],
  (t) => [1, t],
  (t) => [t, 1],
  () => [1, 5000],
  () => [5000, 1],
  () => [4000, 30],
  () => [30, 4000],
  (t) => [t, t],
  (t) => [t, t + 1],
  (t) => [t + 1, t],
  (t) => [t - 1, t],
  (t) => [t, 3 * t + 1],
  (t) => [2 * t, 2 * t],
  (t) => [2 * t + 1, t],
  (t) => [t / 2, t / 2],
  (t) => [t * 2 - 1, t / 2 + 1],
  () => [2, 3],
  () => [2, 300],
  () => [997, 1009],
  (t) => [5, t],
]

/**
 * `count` pictures, the same for the same seed. The first 80 have the edge sizes for every target in turn; then come
 * sides of 1 to 1,500 px, the small as likely as the large. Noise, black and white (so that bicubic overshoots) and
 * waves in turn; all are squashed and cut with both filters.
 */
export function* resizePictures(count: number, seed: string): Generator<ResizePicture> {
  const random = createRandom(seed)
  for (let i = 0; i < count; i++) {
    const size = itemAt(TARGETS, i % TARGETS.length)
    const edge = EDGES[Math.floor(i / TARGETS.length)]
    const [width, height] = edge === undefined ? [anySide(random), anySide(random)] : edge(size)
    const scaled = (size * size * Math.max(width, height)) / Math.min(width, height)
    const modes = scaled > MOST_SCALED ? (['squash'] as const) : (['squash', 'shortest'] as const)
    const specs = modes.flatMap((resize) =>
      (['bicubic', 'bilinear'] as const).map((resample) => ({ size, resize, resample })),
    )
    yield { rgb: paint(random, i, width, height), width, height, specs }
  }
}

function anySide({ float }: Random): number {
  return Math.floor(LONGEST ** float())
}

function paint(random: Random, kind: number, width: number, height: number): Uint8Array {
  const length = width * height * 3
  const noise = randomBytes(random, kind % 3 === 2 ? 0 : length)
  if (kind % 3 === 0) return noise
  if (kind % 3 === 1) return noise.map((byte) => (byte < 128 ? 0 : 255))
  const waves = [1, 2, 3].map(() => 2 + random.float() * 40)
  return Uint8Array.from({ length }, (_, i) => {
    const at = Math.floor(i / 3)
    return 128 + 127 * Math.sin(((at % width) + 2 * Math.floor(at / width)) / itemAt(waves, i % 3))
  })
}
