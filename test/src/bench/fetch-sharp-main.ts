import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import type { SharpOrder, SharpTold } from './fetch-sharp.js'

// The loop alone is timed: bodies are in memory before, what is made is thrown away.
const { files, numbers, imageSize, quality, withHashes } = JSON.parse(
  readFileSync(process.argv[2] ?? '', 'utf8'),
) as SharpOrder
sharp.concurrency(1)
sharp.cache(false)
const bodies = files.map((path) => readFileSync(path))
let pictures = 0
const started = Date.now()
const begin = process.hrtime.bigint()
const before = process.cpuUsage()
for (const number of numbers) {
  const body = bodies[number % bodies.length]
  if (body === undefined) throw new Error('Expected a picture, got none')
  const { length } = await sharp(body)
    .autoOrient()
    .resize({ width: imageSize, height: imageSize, fit: 'outside', withoutEnlargement: true })
    .toColourspace('srgb')
    .jpeg({ quality, chromaSubsampling: '4:4:4' })
    .toBuffer()
  if (withHashes) for (const name of ['md5', 'sha256']) createHash(name).update(body).digest('hex')
  pictures += length > 0 ? 1 : 0
}
const { user, system } = process.cpuUsage(before)
const told: SharpTold = {
  started,
  ended: Date.now(),
  seconds: Number(process.hrtime.bigint() - begin) / 1e9,
  cpuSeconds: (user + system) / 1e6,
  pictures,
}
process.stdout.write(`${JSON.stringify(told)}\n`)
