import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundledModel, loadModel } from '@warc2dataset/stages/clip/model/load-model'
import { afterAll, expect, it } from 'vitest'
import { CLIP_EXAMPLE, probabilities, runClipExample } from './clip-example.js'

const root = mkdtempSync(join(tmpdir(), 'warc2dataset-example-'))
afterAll(() => rmSync(root, { recursive: true }))

it('gives the published probabilities for the cosines that they stand for', () => {
  const [first = 0] = CLIP_EXAMPLE.probabilities
  const cosines = CLIP_EXAMPLE.probabilities.map((p) => 0.25 + Math.log(p / first) / 100)
  const image = Float32Array.of(1, 0)
  const texts = cosines.map((cosine) => Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2)))
  probabilities(image, texts).forEach((p, i) => {
    expect(p).toBeCloseTo(CLIP_EXAMPLE.probabilities[i] ?? 0, 5)
  })
  expect(probabilities(null, texts)).toEqual([Number.NaN, Number.NaN, Number.NaN])
})

it('takes no other picture', async () => {
  const path = join(root, 'CLIP.png')
  writeFileSync(path, 'not it')
  const model = await loadModel(bundledModel())
  await expect(runClipExample(model, path)).rejects.toMatchObject({ exit: 'usage' })
  await expect(runClipExample(model, join(root, 'none.png'))).rejects.toMatchObject({ exit: 'usage' })
})
