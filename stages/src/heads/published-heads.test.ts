import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { convertHead } from './convert-head.js'
import { loadHead } from './load-head.js'
import { type HeadNumber, openHead } from './open-head.js'
import { readHeadSource } from './read-head-source.js'
import { testEmbedding } from './test-heads.js'
import { writeHead } from './write-head.js'

const folder = fileURLToPath(new URL('../../../../shared/data/heads/', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'published-'))
afterAll(() => rmSync(root, { recursive: true }))

async function openPublished(file: string, column: string): Promise<HeadNumber> {
  const none = { requires: undefined, license: undefined, source: undefined }
  const wishes = { name: 'head', column, ...none, activation: undefined, last: undefined }
  const converted = convertHead(await readHeadSource(join(folder, file)), wishes, new Map())
  return openHead(await loadHead(await writeHead(join(root, file), converted)))
}

describe.skipIf(!existsSync(folder))(`LAION's heads in ${folder} (skipped if it is absent)`, () => {
  test.each(['laion-nsfw-vit-b-32', 'laion-nsfw-vit-l-14'])(
    '%s gives the vectors beside it',
    async (name) => {
      const vectors = JSON.parse(readFileSync(join(folder, 'laion-nsfw-vectors.json'), 'utf8'))
      const { embeddings, punsafe } = vectors[name] as { embeddings: number[][]; punsafe: number[] }
      const say = await openPublished(`${name}.safetensors`, 'punsafe')
      const got = embeddings.map((embedding) => say(Float32Array.from(embedding)))
      expect(got.length).toBe(8)
      got.forEach((number, i) => {
        expect(Math.abs(number - (punsafe[i] as number))).toBeLessThan(1e-12)
      })
    },
  )

  // w·e + b by numpy in float64 on testEmbedding(dim, 0 … 2).
  test.each([
    ['laion-aesthetic-v1-vit-b-32', 512, [1.5806237530533829, 0.9062661472409363, 2.5437502772206324], 1e-12],
    ['laion-aesthetic-v1-vit-l-14', 768, [2.8309239108359927, 2.7916820330153884, 3.430570976986383], 1e-12],
    // Its file has float64 weights, ours float32.
    ['laion-aesthetic-v2-vit-l-14', 768, [5.363926992774683, 5.403068110648414, 5.289252753862795], 1e-6],
  ] as const)('%s gives what numpy gives', async (name, dim, expected, most) => {
    const say = await openPublished(`${name}.json`, 'aesthetic')
    expected.forEach((number, k) => {
      expect(Math.abs(say(testEmbedding(dim, k)) - number)).toBeLessThan(most)
    })
  })
})
