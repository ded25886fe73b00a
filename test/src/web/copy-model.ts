import { cp, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { modelSchema } from '@warc2dataset/schemas'
import { bundledModel } from '@warc2dataset/stages/clip/model/load-model'

/** The toy model under another name, in a folder of its own; returns what score.models calls it. */
export async function copyToy(folder: string, name: string): Promise<string> {
  await cp(dirname(bundledModel()), folder, { recursive: true })
  const path = join(folder, 'manifest.json')
  const manifest = modelSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  await writeFile(path, JSON.stringify({ ...manifest, name, id: `copy-of-${manifest.id}` }))
  return `file:${path}`
}

/** Turns one bit of a file, at a share of its length from 0 to 1. */
export async function flipBit(path: string, share: number): Promise<void> {
  const bytes = await readFile(path)
  const at = Math.floor(bytes.length * share)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(path, bytes)
}
