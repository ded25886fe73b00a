import { spawnSync } from 'node:child_process'
import { inCheckout } from '../place.js'

/** Writes the made-up report of web/src/data that fills every page, the map and the comparison, too. */
export function writeSample(file: string): void {
  const { status, stderr } = spawnSync(process.execPath, [inCheckout('web/build.mjs'), '--sample', file], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`Expected 0 for the exit code of the sample, got ${status}: ${stderr}`)
}
