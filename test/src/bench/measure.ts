import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface Measured {
  readonly seconds: number
  /** Largest resident set of one process of the tree, MiB. */
  readonly peakMiB: number
}

const POLL_MS = 100

/** Runs a command as a whole process tree; rejects if it does not end well. */
export function measure(command: readonly string[]): Promise<Measured> {
  const [file = '', ...args] = command
  const started = process.hrtime.bigint()
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-2000)
  })
  let peakMiB = 0
  const poll = setInterval(() => {
    peakMiB = Math.max(peakMiB, ...treeOf(child.pid ?? 0).map(peakOf))
  }, POLL_MS)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => {
      clearInterval(poll)
      const seconds = Number(process.hrtime.bigint() - started) / 1e9
      if (code === 0) resolve({ seconds, peakMiB })
      else reject(new Error(`Expected exit 0 of ${command.join(' ')}, got ${code}: ${errors}`))
    })
  })
}

function treeOf(root: number): readonly number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(statusOf(Number(name)))?.[1] ?? -1)
    if (parent >= 0) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const tree = [root]
  for (const pid of tree) tree.push(...(children.get(pid) ?? []))
  return tree
}

/** VmHWM is the kernel's own high-water mark: a peak between two polls is not missed. */
function peakOf(pid: number): number {
  return Number(/^VmHWM:\s+(\d+)/m.exec(statusOf(pid))?.[1] ?? 0) / 1024
}

function statusOf(pid: number): string {
  try {
    return Number.isInteger(pid) ? readFileSync(`/proc/${pid}/status`, 'utf8') : ''
  } catch (error) {
    // A process may end between the listing and the read.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return ''
    throw error
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Runs two commands in turn, `rounds` times after one uncounted round; gives the median of the pairwise ratios. */
export async function compare(
  ours: () => Promise<Measured>,
  baseline: () => Promise<Measured>,
  rounds: number,
): Promise<{ readonly ours: Measured; readonly baseline: Measured; readonly ratio: number }> {
  await baseline()
  await ours()
  const pairs: { readonly a: Measured; readonly b: Measured }[] = []
  for (let round = 0; round < rounds; round++) pairs.push({ a: await ours(), b: await baseline() })
  const over = (list: readonly Measured[]): Measured => ({
    seconds: median(list.map(({ seconds }) => seconds)),
    peakMiB: Math.max(...list.map(({ peakMiB }) => peakMiB)),
  })
  return {
    ours: over(pairs.map(({ a }) => a)),
    baseline: over(pairs.map(({ b }) => b)),
    ratio: median(pairs.map(({ a, b }) => a.seconds / b.seconds)),
  }
}
