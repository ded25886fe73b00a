import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CrashPoint } from './crash-point.js'
import {
  closeTrial,
  committedUnits,
  finish,
  killRuns,
  type Mode,
  noteUnits,
  openTrial,
  ordersOf,
  type Proof,
  type Row,
  startMode,
} from './proof.js'
import { startHeld, waitUntil } from './start-run.js'

/**
 * Kills one run at each of these points in turn, continuing after each kill, then lets it finish. A point that is
 * not reached is a problem: the proof would be about something else.
 */
export async function killAtPoints(
  proof: Proof,
  scenario: string,
  points: readonly CrashPoint[],
  mode: Mode,
): Promise<Row> {
  const trial = openTrial(proof)
  const marker = `${trial.out}.held`
  for (const point of points) {
    await rm(marker, { force: true })
    const before = await committedUnits(trial.out)
    const runs = ordersOf(proof, trial.out, mode).map((order) => startHeld(order, point, marker))
    if (!(await waitUntil(() => existsSync(marker), runs))) {
      trial.problems.push(
        `not reached: ${JSON.stringify(point)}: ${runs[0]?.messages.slice(0, 5).join(' | ')}`,
      )
    }
    // What else is under way is killed in the middle too, wherever it is.
    await killRuns(trial, runs)
    for (const run of runs) noteUnits(trial, run, before)
  }
  await finish(proof, trial, mode)
  await rm(marker, { force: true })
  return closeTrial(proof, trial, { scenario, mode: mode.name })
}

export interface RandomKills {
  /** At most so many kills; fewer if the run ends before one. */
  readonly kills: number
  /** From 0 to 1, seeded. */
  readonly random: () => number
}

/** A unit says that it starts, that it published, that it is done. */
const EVENTS_PER_UNIT = 3
/** Longer than most units take, so that a kill may fall anywhere between two events. */
const LONGEST_PAUSE_MS = 250

/**
 * Kills one run at moments drawn over what it still has to do, then lets it finish. A moment is so many events and
 * then so many ms: on a busy machine, ms alone would never get beyond the first phase.
 */
export async function killAtRandom(
  proof: Proof,
  scenario: string,
  mode: Mode,
  { kills, random }: RandomKills,
): Promise<Row> {
  const trial = openTrial(proof)
  const moments: string[] = []
  for (let kill = 0; kill < kills; kill += 1) {
    const before = await committedUnits(trial.out)
    const events = Math.floor(random() * (proof.units - before.size) * EVENTS_PER_UNIT)
    const pause = Math.round(random() * LONGEST_PAUSE_MS)
    const runs = startMode(proof, trial.out, mode)
    const seen = (): number => runs.reduce((sum, run) => sum + run.events.length, 0)
    await waitUntil(() => seen() >= events, runs)
    await sleep(pause)
    const hasEnded = runs.every((run) => run.hasEnded())
    if (!hasEnded) {
      moments.push(`${events}+${pause}`)
      await killRuns(trial, runs)
    }
    for (const run of runs) noteUnits(trial, run, before)
    if (hasEnded) break
  }
  await finish(proof, trial, mode)
  return closeTrial(proof, trial, { scenario, mode: mode.name, note: `after ${moments.join(', ')} ms` })
}
