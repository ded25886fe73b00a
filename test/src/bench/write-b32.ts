import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { modelSchema } from '@warc2dataset/schemas'
import { bundledModel } from '@warc2dataset/stages/clip/model/load-model'
import { encodeOnnx } from '@warc2dataset/stages/clip/model/test-onnx'
import { b32, imageGraph, textGraph } from './b32-graphs.js'

/**
 * Writes a model of the shape of ViT-B/32 with random weights (600 MB) into `folder`; returns the path of its manifest.
 * Its words are those of the toy model, padded to the 77 ids of CLIP.
 */
export async function writeB32(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const write = async (file: string, data: Buffer) => {
    await writeFile(join(folder, file), data)
    return { file, sha256: createHash('sha256').update(data).digest('hex') }
  }
  const toy = modelSchema.parse(JSON.parse(await readFile(bundledModel(), 'utf8')))
  const { vocabulary } = toy.text.tokenizer
  await copyFile(join(dirname(bundledModel()), vocabulary.file), join(folder, vocabulary.file))
  const manifest = {
    ...toy,
    name: 'random_b32',
    id: 'vit-b-32-random',
    domain: 'nothing: random weights',
    dim: b32.dim,
    image: {
      ...toy.image,
      ...(await write('image.onnx', encodeOnnx(imageGraph(1)))),
      input: 'pixels',
      output: 'image',
      size: b32.size,
      resize: 'shortest',
      mean: [0.48145466, 0.4578275, 0.40821073],
      std: [0.26862954, 0.26130258, 0.27577711],
    },
    text: {
      ...toy.text,
      ...(await write('text.onnx', encodeOnnx(textGraph(2)))),
      input: 'ids',
      output: 'text',
      context: b32.context,
    },
  }
  const path = join(folder, 'manifest.json')
  await writeFile(path, JSON.stringify(manifest))
  return path
}
