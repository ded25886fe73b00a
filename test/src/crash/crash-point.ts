import { writeFileSync } from 'node:fs'
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import type { PhaseName } from '@warc2dataset/schemas'

interface UnitName {
  readonly phase: PhaseName
  readonly unit: string
}

/** A moment that a process can be held at, so that the kill falls there and nowhere else. */
export type CrashPoint =
  /** Right after a worker logged this. `published` lies between publish and commit. */
  | ({ readonly kind: 'worker_log'; readonly event: string } & UnitName)
  /** Inside a unit: at the `count`-th picture read, output asked for or input read, or while decoding. */
  | ({
      readonly kind: 'inside'
      readonly at: 'decode' | 'picture' | 'output' | 'input'
      readonly count: number
    } & UnitName)
  /** Around one call that makes a file appear; `path` is a regular expression. */
  | {
      readonly kind: 'disk'
      readonly call: 'rename' | 'link'
      readonly when: 'before' | 'after'
      readonly path: string
    }
  /** Right after the coordinator logged this. */
  | {
      readonly kind: 'run_log'
      readonly event: 'phase_start' | 'unit_done' | 'phase_done'
      readonly phase: PhaseName
      readonly unit?: string
    }

const POINT = 'WARC2DATASET_CRASH_POINT'
const MARKER = 'WARC2DATASET_CRASH_MARKER'

/** Environment that tells a coordinator and its workers where to stop and how to say that they did. */
export function pointEnv(point: CrashPoint, marker: string): Readonly<Record<string, string>> {
  return { [POINT]: JSON.stringify(point), [MARKER]: marker }
}

export function readPoint(): CrashPoint | null {
  const text = process.env[POINT]
  return text === undefined ? null : (JSON.parse(text) as CrashPoint)
}

/** Says that the point is reached, then holds this thread for ever: the process does nothing more but die. */
export function holdHere(): void {
  writeFileSync(process.env[MARKER] ?? '', String(process.pid))
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

/** Holds this process around the disk call of the point, if it is one; for modules already loaded too. */
export function holdAtDiskCalls(point: CrashPoint | null): void {
  if (point?.kind !== 'disk') return
  const path = new RegExp(point.path)
  const real = fs[point.call]
  fs[point.call] = async (from, to) => {
    const isHere = path.test(String(to))
    if (isHere && point.when === 'before') holdHere()
    await real(from, to)
    if (isHere && point.when === 'after') holdHere()
  }
  syncBuiltinESMExports()
}
