import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'

export interface Measured {
  readonly seconds: number
  /** User and system time of the whole process tree, s. */
  readonly cpuSeconds: number
  /** Largest resident set of one process of the tree, MiB. */
  readonly peakMiB: number
}

/** A measured command and the end of what it printed. */
export interface MeasuredRun extends Measured {
  readonly output: string
}

const POLL_MS = 100
const SHOWN = 4000

/**
 * Node cannot ask the kernel what a child cost (`getrusage`, RUSAGE_CHILDREN). bash's `time` can: the command and all its
 * descendants that were waited for, to the millisecond. Its line goes to descriptor 3, away from the command's own.
 */
const TIMED = 'exec 4>&2; TIMEFORMAT="%U %S"; { time "$@" 2>&4 3>&- 4>&-; } 2>&3'

/** Runs a command as a whole process tree; rejects if it does not end well. Needs bash and Linux' /proc. */
export function measure(command: readonly string[], env = process.env): Promise<MeasuredRun> {
  const started = process.hrtime.bigint()
  const child = spawn('bash', ['-c', TIMED, 'bash', ...command], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env,
  })
  const [, output, errors, times] = child.stdio.map((stream) => endOf(stream as Readable | null))
  let peakMiB = 0
  const seen = new Map<number, number>()
  const poll = setInterval(() => {
    for (const pid of treeOf(child.pid ?? 0)) {
      peakMiB = Math.max(peakMiB, peakOf(pid))
      seen.set(pid, Math.max(seen.get(pid) ?? 0, cpuOf(pid)))
    }
  }, POLL_MS)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(poll)
      const seconds = Number(process.hrtime.bigint() - started) / 1e9
      const text = command.join(' ')
      if (code !== 0) return reject(new Error(`Expected exit 0 of ${text}, got ${code}: ${errors?.()}`))
      const cpuSeconds = cpuOfLine(times?.() ?? '')
      const atLeast = [...seen.values()].reduce((sum, cpu) => sum + cpu, 0)
      // Of a process that nobody waited for, bash knows nothing.
      if (cpuSeconds >= atLeast - TICK * seen.size)
        return resolve({ seconds, cpuSeconds, peakMiB, output: output?.() ?? '' })
      reject(new Error(`Expected at least ${atLeast} CPU-seconds of ${text}, got ${cpuSeconds}`))
    })
  })
}

/** Reads a stream to its end and gives the last of it. */
function endOf(stream: Readable | null): () => string {
  let text = ''
  stream?.setEncoding('utf8').on('data', (piece: string) => {
    text = (text + piece).slice(-SHOWN)
  })
  return () => text
}

function cpuOfLine(line: string): number {
  const [, user, system] = /^(\d+\.\d+) (\d+\.\d+)\n$/.exec(line) ?? []
  if (user === undefined) throw new Error(`Expected user and system seconds from bash, got ${line}`)
  return Number(user) + Number(system)
}

/** The kernel's unit in /proc, s: USER_HZ is 100 on every architecture that Node runs on. */
const TICK = 0.01

/** User and system time of a process, s, without its children; 0 once it is gone. */
function cpuOf(pid: number): number {
  // The name, in brackets, may hold spaces.
  const fields = procFile(pid, 'stat').split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK
}

function treeOf(root: number): readonly number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(procFile(Number(name), 'status'))?.[1] ?? -1)
    if (parent >= 0) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const tree = [root]
  for (const pid of tree) tree.push(...(children.get(pid) ?? []))
  return tree
}

/** VmHWM is the kernel's own high-water mark: a peak between two polls is not missed. */
function peakOf(pid: number): number {
  return Number(/^VmHWM:\s+(\d+)/m.exec(procFile(pid, 'status'))?.[1] ?? 0) / 1024
}

function procFile(pid: number, name: 'stat' | 'status'): string {
  try {
    return Number.isInteger(pid) ? readFileSync(`/proc/${pid}/${name}`, 'utf8') : ''
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
    cpuSeconds: median(list.map(({ cpuSeconds }) => cpuSeconds)),
    peakMiB: Math.max(...list.map(({ peakMiB }) => peakMiB)),
  })
  return {
    ours: over(pairs.map(({ a }) => a)),
    baseline: over(pairs.map(({ b }) => b)),
    ratio: median(pairs.map(({ a, b }) => a.seconds / b.seconds)),
  }
}
