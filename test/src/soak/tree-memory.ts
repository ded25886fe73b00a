import { readFileSync } from 'node:fs'
import { processTree } from '../crash/process-tree.js'

/** One look at the memory of a run: all its processes together, pages that they share counted for each. */
export interface MemoryLooks {
  /** MiB, in the order of time. */
  readonly looks: readonly number[]
  readonly stop: () => void
}

const PAGE_MIB = 4096 / 2 ** 20

/** Looks at the tree below whatever process `root` names at that moment; null: none. Linux only. */
export function watchMemory(root: () => number | null, everyMs: number): MemoryLooks {
  const looks: number[] = []
  const look = (): void => {
    const pid = root()
    if (pid === null) return
    const pages = processTree([pid]).reduce((sum, proc) => sum + residentPages(proc.pid), 0)
    if (pages > 0) looks.push(pages * PAGE_MIB)
  }
  const timer = setInterval(look, everyMs)
  return { looks, stop: () => clearInterval(timer) }
}

export interface Tenth {
  readonly least: number
  readonly median: number
  readonly most: number
}

/** Each tenth of the looks; none for fewer than ten. */
export function tenthsOf(looks: readonly number[]): readonly Tenth[] {
  if (looks.length < 10) return []
  return Array.from({ length: 10 }, (_, tenth) => {
    const [from, to] = [tenth, tenth + 1].map((each) => Math.round((each * looks.length) / 10))
    const sorted = looks.slice(from, to).sort((a, b) => a - b)
    return {
      least: sorted[0] ?? Number.NaN,
      median: sorted[sorted.length >> 1] ?? Number.NaN,
      most: sorted.at(-1) ?? Number.NaN,
    }
  })
}

/** What the second half needed, as a part of what the second to fifth tenth needed: highest medians. */
export function growthOf(tenths: readonly Tenth[]): number {
  const highest = (some: readonly Tenth[]): number => Math.max(...some.map(({ median }) => median))
  return highest(tenths.slice(5)) / highest(tenths.slice(1, 5))
}

function residentPages(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return 0
    throw error
  }
}
