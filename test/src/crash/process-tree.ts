import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process; the start time tells it from a later one with the same number. */
export interface Proc {
  readonly pid: number
  readonly parent: number
  readonly started: string
  readonly isDead: boolean
}

/** The processes below these, themselves included. By parents: decoder children are in groups of their own. */
export function processTree(roots: readonly number[]): readonly Proc[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProc(Number(name)))
  const found = new Map(all.filter(({ pid }) => roots.includes(pid)).map((proc) => [proc.pid, proc]))
  for (let size = -1; size !== found.size; ) {
    size = found.size
    for (const proc of all) if (found.has(proc.parent)) found.set(proc.pid, proc)
  }
  return [...found.values()].filter(({ isDead }) => !isDead)
}

/**
 * SIGKILL to a whole tree at one moment: it is stopped first, from the top, until a look finds nobody new; else a
 * parent that lives a little longer could start or tidy something.
 */
export function killTree(roots: readonly number[]): readonly Proc[] {
  const stopped = new Map<number, Proc>()
  for (;;) {
    const fresh = processTree(roots).filter(({ pid }) => !stopped.has(pid))
    if (fresh.length === 0) break
    for (const proc of fresh) {
      stopped.set(proc.pid, proc)
      signal(proc.pid, 'SIGSTOP')
    }
  }
  for (const { pid } of stopped.values()) signal(pid, 'SIGKILL')
  return [...stopped.values()]
}

/** Waits until the processes are gone; returns how long that took, or null if some are still there. */
export async function waitGone(procs: readonly Proc[], limitMs: number): Promise<number | null> {
  const start = Date.now()
  for (;;) {
    if (!procs.some(isThere)) return Date.now() - start
    if (Date.now() - start > limitMs) return null
    await sleep(20)
  }
}

function isThere({ pid, started }: Proc): boolean {
  return readProc(pid).some((now) => now.started === started && !now.isDead)
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** One process or none. A zombie has nothing left but its number. */
function readProc(pid: number): readonly Proc[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state = 'X', parent = '0'] = fields
    return [
      { pid, parent: Number(parent), started: fields[19] ?? '', isDead: state === 'Z' || state === 'X' },
    ]
  } catch {
    return []
  }
}
