import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { preprocessPixels } from '@warc2dataset/stages/clip/pixels/preprocess'
import { resizePictures } from './resize-pictures.js'

/**
 * `node test/dist/scores/resize-material.js OUT [COUNT] [SEED]`: writes COUNT (200) pictures as raw RGB and what our
 * exact preprocessing makes of them, for test/python/resize_peer.py: OUT/pictures.json, a list of {file, width, height,
 * results: [{file, size, resize, resample}]}, and the files it names; about 260 MB.
 */
const [out, count = '200', seed = '1'] = process.argv.slice(2)
if (out === undefined) throw new TypeError('Expected a folder as argument, got none')

await mkdir(out, { recursive: true })
const list: object[] = []
for (const { rgb, width, height, specs } of resizePictures(Number(count), seed)) {
  const file = `${String(list.length).padStart(5, '0')}.rgb`
  await writeFile(join(out, file), rgb)
  const results: object[] = []
  for (const spec of specs) {
    const name = file.replace('.rgb', `-${spec.resize}-${spec.resample}-${spec.size}.rgb`)
    await writeFile(join(out, name), preprocessPixels(rgb, width, height, spec))
    results.push({ file: name, ...spec })
  }
  list.push({ file, width, height, results })
}
await writeFile(join(out, 'pictures.json'), JSON.stringify(list))
process.stdout.write(`${list.length} pictures\n`)
