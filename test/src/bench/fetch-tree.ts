import { readdirSync, readFileSync } from 'node:fs'
import { type MeasuredRun, measure } from './measure.js'

/** A measured command with the memory of all its processes together. */
export interface MeasuredTree extends MeasuredRun {
  /** Most resident memory of the whole tree at one sample, MiB: pages that processes share count for each. */
  readonly treeMiB: number
  /** The same with shared pages divided among those who share them (PSS), MiB; NaN if it was not asked for. */
  readonly treePssMiB: number
}

export interface TreeOptions {
  /** Children of this process that are not measured, such as a server. */
  readonly except: readonly number[]
  /** Asks the kernel for PSS too, which holds up the measured processes for milliseconds. */
  readonly withPss?: boolean
}

const SAMPLE_MS = 200

/** `measure`, and the memory of every process below this one; one command at a time. Needs Linux' /proc. */
export async function measureTree(
  command: readonly string[],
  { except, withPss = false }: TreeOptions,
): Promise<MeasuredTree> {
  let [treeMiB, treePssMiB] = [0, withPss ? 0 : Number.NaN]
  const sample = setInterval(() => {
    const tree = below(process.pid, new Set(except))
    treeMiB = Math.max(treeMiB, tree.reduce((sum, { rssKiB }) => sum + rssKiB, 0) / 1024)
    if (withPss) treePssMiB = Math.max(treePssMiB, tree.reduce((sum, { pid }) => sum + pssOf(pid), 0) / 1024)
  }, SAMPLE_MS)
  try {
    return { ...(await measure(command)), treeMiB, treePssMiB }
  } finally {
    clearInterval(sample)
  }
}

interface Process {
  readonly pid: number
  readonly rssKiB: number
}

/** All descendants of a process, but for those of `except`. */
function below(root: number, except: ReadonlySet<number>): readonly Process[] {
  const children = new Map<number, Process[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || except.has(Number(name))) continue
    const status = procFile(name, 'status')
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? -1)
    const rssKiB = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0)
    children.set(parent, [...(children.get(parent) ?? []), { pid: Number(name), rssKiB }])
  }
  const tree = [...(children.get(root) ?? [])]
  for (const { pid } of tree) tree.push(...(children.get(pid) ?? []))
  return tree
}

function pssOf(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(procFile(String(pid), 'smaps_rollup'))?.[1] ?? 0)
}

function procFile(pid: string, name: 'status' | 'smaps_rollup'): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch (error) {
    // A process may end between the listing and the read; what is a zombie by then has no memory map.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return ''
    throw error
  }
}
