import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { kindOf } from './file-place.js'
import { type ModelLock, readLock } from './model-lock.js'
import type { Preset } from './preset.js'

/** A preset and what is on disk of it. */
export interface ListedModel {
  readonly preset: Preset
  readonly pulled: 'yes' | 'partly' | 'no'
  /** Bytes of whole files on disk. */
  readonly bytes: number
}

/** What of the presets lies in a folder of models. Reads no weights. @throws RunError exit 5 for a damaged lock. */
export async function listModels(
  presets: readonly Preset[],
  folder: string,
): Promise<readonly ListedModel[]> {
  const lock = await readLock(folder)
  return Promise.all(presets.map((preset) => stateOf(preset, folder, lock)))
}

async function stateOf(preset: Preset, folder: string, { models }: ModelLock): Promise<ListedModel> {
  const place = join(folder, preset.name)
  const locked = Object.hasOwn(models, preset.name) ? models[preset.name] : undefined
  const paths = Object.keys(locked?.files ?? {})
  const sizes = await Promise.all(paths.map((path) => fileBytes(join(place, path))))
  const isWhole = sizes.length > 0 && !sizes.includes(null)
  const isDone = isWhole && (await kindOf(join(place, 'manifest.json'))) === 'file'
  const bytes = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
  return { preset, pulled: isDone ? 'yes' : locked === undefined ? 'no' : 'partly', bytes }
}

async function fileBytes(path: string): Promise<number | null> {
  return (await kindOf(path)) === 'file' ? (await stat(path)).size : null
}
