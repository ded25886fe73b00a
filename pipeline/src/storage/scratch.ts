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

/** Removes scratch of processes of this machine that are gone. Other machines' is theirs to sweep. */
export async function sweepScratch(folder: string): Promise<void> {
  const names = await readdir(join(folder, SCRATCH)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  for (const name of names) {
    const [, host, pid] = /^(.*)\.(\d+)$/.exec(name) ?? []
    if (host === hostname() && !isAlive(Number(pid))) {
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
