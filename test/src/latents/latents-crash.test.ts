import { existsSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { beforeAll, expect, it } from 'vitest'
import { tempFolder } from '../bad-input/temp-folder.js'
import type { CrashPoint } from '../crash/crash-point.js'
import { killTree } from '../crash/process-tree.js'
import { compareSnapshots, takeSnapshot } from '../crash/snapshot.js'
import { startHeld, waitUntil } from '../crash/start-run.js'
import { runHere } from '../web/web-world.js'
import { type LatentsWorld, openLatentsWorld } from './latents-world.js'

const at = tempFolder()
let world: LatentsWorld

beforeAll(async () => {
  world = await openLatentsWorld(at())
})

const commitOf = (unit: string): string => `/commits/latents/.*/${unit}.0.json$`
const inUnit = (event: string, unit: string) =>
  ({ kind: 'worker_log', event, phase: 'latents', unit }) as const

/** Moments of the phase in the order of its units; the run goes on after each. */
const POINTS: readonly CrashPoint[] = [
  { kind: 'run_log', event: 'phase_start', phase: 'latents' },
  // After the first batch of the shard.
  inUnit('progress', '00000'),
  { kind: 'disk', call: 'rename', when: 'after', path: '/latents/00001.tar$' },
  inUnit('published', '00002'),
  { kind: 'disk', call: 'link', when: 'before', path: commitOf('00003') },
  { kind: 'disk', call: 'link', when: 'after', path: commitOf('00004') },
  { kind: 'run_log', event: 'unit_done', phase: 'latents', unit: '00005' },
  { kind: 'run_log', event: 'phase_done', phase: 'latents' },
]

it('killed at every kind of moment it comes to the same bytes', { timeout: 240_000 }, async () => {
  const [undisturbed, killed] = [at('undisturbed'), at('killed')]
  for (const out of [undisturbed, killed]) await cp(world.packed, out, { recursive: true })
  await runHere(world.recipe, undisturbed)
  for (const [index, point] of POINTS.entries()) {
    const marker = at(`marker-${index}`)
    const run = startHeld({ recipe: world.recipe, out: killed, workers: 2 }, point, marker)
    expect(await waitUntil(() => existsSync(marker), [run]), `${JSON.stringify(point)} is not reached`).toBe(
      true,
    )
    killTree([run.pid])
    expect(await run.ended).toBe('SIGKILL')
  }
  const { report } = await runHere(world.recipe, killed)
  expect(report.units).toMatchObject({ pack: 0, latents: 0 })
  expect(compareSnapshots(await takeSnapshot(undisturbed), await takeSnapshot(killed))).toEqual([])
})
