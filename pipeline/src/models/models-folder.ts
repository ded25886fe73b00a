import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Environment as far as models need it. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Where pulled models live: `dir` if given, else $WARC2DATASET_MODELS, else a folder of the user's cache. Absolute. */
export function modelsFolder(dir?: string, env: Environment = process.env): string {
  const fromEnv = env['WARC2DATASET_MODELS']
  if (dir !== undefined) return resolve(dir)
  return fromEnv === undefined || fromEnv === ''
    ? join(homedir(), '.cache/warc2dataset/models')
    : resolve(fromEnv)
}
