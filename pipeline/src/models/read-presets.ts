import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RunError } from '@warc2dataset/schemas'
import { nearestNames } from '@warc2dataset/stages/where/nearest-names'
import { type Preset, presetSchema } from './preset.js'

const MAX_BYTES = 2 ** 18

/** Where the presets lie; packaging must carry configs/models along. */
export function presetFolder(): string {
  return fileURLToPath(new URL('../../../configs/models', import.meta.url))
}

/** Every preset that comes with the package, by name. @throws RunError exit 5 if one is damaged. */
export async function readPresets(): Promise<readonly Preset[]> {
  const names = (await readdir(presetFolder())).filter((name) => name.endsWith('.json')).sort()
  return Promise.all(names.map((name) => readPreset(join(presetFolder(), name))))
}

/**
 * The preset of a name, or of a file if `wanted` looks like a path.
 * @throws RunError exit 2 for an unknown name, exit 5 for a file that is no preset.
 */
export async function findPreset(wanted: string): Promise<Preset> {
  if (wanted.endsWith('.json')) return readPreset(wanted)
  const presets = await readPresets()
  const found = presets.find(({ name }) => name === wanted)
  if (found !== undefined) return found
  const names = presets.map(({ name }) => name)
  const [nearest] = nearestNames(wanted, names)
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`
  throw new RunError(
    'usage',
    `Expected one of ${names.join(', ')}, or a preset file that ends in .json, got ${wanted}${hint}`,
  )
}

/** @throws RunError exit 5, one line for each problem of the file. */
export async function readPreset(path: string): Promise<Preset> {
  const parsed = presetSchema.safeParse(await readJson(path))
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(
    (issue) => `Preset ${basename(path)}, ${issue.path.join('.')}: ${issue.message}`,
  )
  throw new RunError('model', lines.join('\n'))
}

async function readJson(path: string): Promise<unknown> {
  try {
    const { size } = await stat(path)
    if (size > MAX_BYTES) throw new Error(`a file of ${size} bytes`)
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new RunError('model', `Expected a model preset at ${path}, got ${String(error)}`, { cause: error })
  }
}
