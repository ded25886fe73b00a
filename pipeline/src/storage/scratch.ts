import { readFileSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** Scratch lives beside the data: rename and link work within one file system only. */
const SCRATCH = '.tmp'

/** The scratch folder of this process in a run's folder; its name says whose it is. */
export function scratchOf(folder: string, pid: number = process.pid): string {
  return join(folder, SCRATCH, `${hostname()}.${pid}`)
}

/** Removes the scratch folder of one process. */
export function clearScratch(folder: string, pid: number = process.pid): Promise<void> {
  return rm(scratchOf(folder, pid), { recursive: true, force: true })
}

/**
 * Removes scratch of processes of this machine that are gone; what bears our own number is of an earlier process, so
 * call it before anything is begun. Other machines' is theirs to sweep.
 */
export async function sweepScratch(folder: string): Promise<void> {
  const names = await readdir(join(folder, SCRATCH)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  for (const name of names) {
    const [, host, pid] = /^(.*)\.(\d+)$/.exec(name) ?? []
    if (host === hostname() && (Number(pid) === process.pid || !isAlive(Number(pid)))) {
      await rm(join(folder, SCRATCH, name), { recursive: true, force: true })
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

/** What was killed may wait to be reaped, in a container without an init for ever: it writes nothing more. */
function isZombie(pid: number): boolean {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
