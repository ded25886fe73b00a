import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createRandom } from '../demo/seeded-random.js'
import { vocabulary } from './caption-scene.js'
import { drawTrainingImage, planSamples, TRAINING_SIDE, type TrainingSample } from './training-set.js'

export interface TrainingSetOptions {
  readonly outDir: string
  readonly seed: string
  /** Images. */
  readonly count: number
}

/** Images drawn at once; sharp works on its own threads. */
const AT_ONCE = 16

/**
 * Writes what train.py reads: `images.u8` (count × 64 × 64 × 3 bytes), `rows.jsonl` (one TrainingRow per image) and
 * `vocabulary.txt` (`<pad>`, `<unk>`, then the words). The same seed gives the same bytes with the same sharp.
 */
export async function writeTrainingSet({ outDir, seed, count }: TrainingSetOptions): Promise<void> {
  await mkdir(outDir, { recursive: true })
  await writeFile(path.join(outDir, 'vocabulary.txt'), ['<pad>', '<unk>', ...vocabulary(), ''].join('\n'))
  const images = createWriteStream(path.join(outDir, 'images.u8'))
  const rows = createWriteStream(path.join(outDir, 'rows.jsonl'))
  let at = 0
  for (const samples of takeGroups(planSamples(createRandom(`training-set/${seed}`)), count)) {
    const start = at
    const drawn = await Promise.all(
      samples.map(({ scene }, index) => drawTrainingImage(scene, `training-image/${seed}/${start + index}`)),
    )
    at += samples.length
    await writeAll(images, Buffer.concat(drawn, samples.length * TRAINING_SIDE * TRAINING_SIDE * 3))
    await writeAll(rows, samples.map(({ row }) => `${JSON.stringify(row)}\n`).join(''))
  }
  await Promise.all([images, rows].map((stream) => new Promise<void>((done) => stream.end(done))))
}

function* takeGroups(samples: Iterable<TrainingSample>, count: number): Generator<readonly TrainingSample[]> {
  let group: TrainingSample[] = []
  let left = count
  for (const sample of samples) {
    group.push(sample)
    left -= 1
    if (group.length === AT_ONCE || left === 0) {
      yield group
      group = []
    }
    if (left === 0) return
  }
}

function writeAll(stream: NodeJS.WritableStream, chunk: Buffer | string): Promise<void> {
  return new Promise((done, fail) => {
    stream.write(chunk, (error) => (error ? fail(error) : done()))
  })
}
