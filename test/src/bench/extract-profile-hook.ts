import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'
import type { ProcessCost, WorkerProfile } from './extract-profile.js'

// Loaded into every Node process of a run by NODE_OPTIONS, before its own code. Of the worker it takes a profile from there
// to its end; of the others what they cost.
const SAMPLE_US = 1000
/** The kernel's unit in /proc, µs. */
const TICK_US = 10_000

const folder = process.env['W2D_PROFILE_FOLDER']
if (folder !== undefined) watch(folder, process.argv[1] ?? '')

function watch(target: string, script: string): void {
  const write = (found: ProcessCost | WorkerProfile): void =>
    writeFileSync(join(target, `${process.pid}.json`), JSON.stringify(found))
  if (!script.endsWith('worker-main.js')) {
    process.on('exit', () => write({ script, cpuUs: cpuOfProcess() }))
    return
  }
  const early = threads()
  const session = startProfile()
  process.on('exit', () => {
    // Before the profile ends, and its thread with it.
    const [cpuUs, late] = [cpuOfProcess(), threads()]
    session.post('Profiler.stop', (error, { profile }) => {
      if (error !== null) throw error
      write({ script, cpuUs, ...costs(early, late), profile })
    })
  })
}

function startProfile(): Session {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.setSamplingInterval', { interval: SAMPLE_US })
  session.post('Profiler.start')
  return session
}

interface Thread {
  readonly id: number
  readonly name: string
  /** User and system time, µs. */
  readonly cpu: number
}

function costs(
  early: readonly Thread[],
  late: readonly Thread[],
): Omit<WorkerProfile, 'script' | 'cpuUs' | 'profile'> {
  const sum = (list: readonly Thread[]): number => list.reduce((all, { cpu }) => all + cpu, 0)
  const isMain = ({ id }: Thread): boolean => id === process.pid
  const isProfiler = ({ name }: Thread): boolean => name.startsWith('v8:Prof')
  // libuv starts its threads at the first asynchronous read, V8 before any script.
  const ofV8 = new Set(early.map(({ id }) => id))
  const rest = late.filter((thread) => !isMain(thread) && !isProfiler(thread))
  return {
    beforeUs: sum(early.filter(isMain)),
    mainUs: sum(late.filter(isMain)),
    v8Us: sum(rest.filter(({ id }) => ofV8.has(id))),
    libuvUs: sum(rest.filter(({ id }) => !ofV8.has(id))),
    profilerUs: sum(late.filter(isProfiler)),
  }
}

function cpuOfProcess(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

function threads(): readonly Thread[] {
  return readdirSync('/proc/self/task').map((id) => {
    const stat = readFileSync(`/proc/self/task/${id}/stat`, 'utf8')
    const fields = stat.split(') ').at(-1)?.split(' ') ?? []
    const name = /\((.*)\)/.exec(stat)?.[1] ?? ''
    return { id: Number(id), name, cpu: (Number(fields[11]) + Number(fields[12])) * TICK_US }
  })
}
