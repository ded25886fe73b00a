import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'

/** A disk in memory of a fixed size. */
export interface SmallDisk {
  readonly resize: (size: string) => void
  readonly unmount: () => void
}

/** Mounts a tmpfs; null where that is refused (no root, or a sandbox). */
export function mountTmpfs(folder: string, size: string, mode: 'rw' | 'ro' = 'rw'): SmallDisk | null {
  mkdirSync(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `${mode},size=${size}`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return null
  }
  return {
    resize: (to) => void execFileSync('mount', ['-o', `remount,size=${to}`, folder]),
    // Lazy: a process that is being killed may still hold a file.
    unmount: () => void execFileSync('umount', ['-l', folder]),
  }
}
