import { spawnSync } from 'node:child_process'
import { inCheckout } from '../place.js'

/** Writes a made-up report of web/src/data: `sample` fills every page, `map` has 50,000 points. */
export function writeSample(file: string, kind: 'sample' | 'map' = 'sample'): void {
  const command = [inCheckout('web/build.mjs'), '--sample', file, kind]
  const { status, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`Expected 0 for the exit code of the sample, got ${status}: ${stderr}`)
}
