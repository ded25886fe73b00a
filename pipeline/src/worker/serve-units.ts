import type { Commit, PhaseName } from '@warc2dataset/schemas'
import type { StageEnv, WorkName } from '@warc2dataset/stages/stage'
import { fingerprintsOf, type PhaseTable } from '../phases/index.js'
import { type Closable, placeOf, type RunView } from '../phases/phase.js'
import { openView } from '../run/open-view.js'
import { describeError, findRunError } from '../run/run-error.js'
import { openLocalDisk } from '../storage/local-disk.js'
import { clearScratch, scratchOf } from '../storage/scratch.js'
import { runUnit } from '../unit/run-unit.js'
import { askForLeases, type LeaseClient } from './ask-for-leases.js'
import type { FromWorker, SentError, ToWorker, UnitMessage, WorkerSetup } from './messages.js'
import { openTrafficClient } from './traffic-client.js'

type Resources = Map<string, Promise<Closable>>

/**
 * The whole of a worker process: takes units one at a time from the parent, keeps what is costly to open, and ends
 * with the parent. A terminal's Ctrl-C reaches every process; here only the parent decides.
 */
export function serveUnits(
  table: PhaseTable,
  log: (event: string, fields: Readonly<Record<string, unknown>>) => void = sendLog,
): void {
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => {})
  const resources: Resources = new Map()
  const abort = new AbortController()
  process.on('disconnect', () => {
    abort.abort(new Error('The coordinator is gone'))
    process.exit(0)
  })
  const leases = askForLeases(send)
  const traffic = openTrafficClient((message) => send({ kind: 'traffic', message }))
  let setup: WorkerSetup | null = null
  const onMessage = async (message: ToWorker): Promise<void> => {
    switch (message.kind) {
      case 'setup':
        setup = message
        // A process of an earlier run may have had this number.
        for (const folder of [message.place, message.target]) await clearScratch(folder)
        return send({ kind: 'ready' })
      case 'unit':
        if (setup === null) throw new Error('Expected a setup before the first unit, got none')
        return send(
          await answer(message, {
            setup,
            table,
            resources,
            signal: abort.signal,
            log,
            leases,
            traffic: traffic.traffic,
          }),
        )
      case 'leased':
        return leases.granted(message.id)
      case 'spent':
        return leases.spent(message.id, message.ok)
      case 'traffic':
        return traffic.hear(message.message)
      case 'close':
        for (const resource of resources.values()) await (await resource).close()
        process.disconnect()
        return
      default:
        message satisfies never
    }
  }
  process.on('message', (message: ToWorker) => void onMessage(message))
}

/** Stages outlive units, so they count into whatever unit is under way. */
const current: { count: StageEnv['count'] } = { count: () => {} }

interface WorkerState {
  readonly setup: WorkerSetup
  readonly table: PhaseTable
  readonly resources: Resources
  readonly signal: AbortSignal
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void
  readonly leases: LeaseClient
  readonly traffic: StageEnv['traffic']
}

async function answer(message: UnitMessage, state: WorkerState): Promise<FromWorker> {
  const { setup, table, signal } = state
  const work: Partial<Record<WorkName, number>> = {}
  current.count = (name, n) => {
    work[name] = (work[name] ?? 0) + n
  }
  try {
    const { phase, unit, generation, inputs } = message
    const { counts } = await runUnit(
      { phase: table[phase], unit, generation, inputs },
      {
        view: workerView(setup, table, message.epoch),
        scratchRoot: scratchOf(placeOf(message.phase, { storage: setup.place, target: setup.target })),
        signal,
        machine: setup.machine,
        log: (event, fields = {}) => state.log(event, fields),
        count: (name, n) => current.count(name, n),
        lease: state.leases.lease,
        spend: state.leases.spend,
        traffic: state.traffic,
        shared: (key, make) => share(state.resources, key, make),
      },
    )
    return { kind: 'done', unit, result: { counts, work } }
  } catch (error) {
    const isSpent = await hasSpent(state.resources)
    return { kind: 'failed', unit: message.unit, error: toSent(error, setup.place), isSpent }
  }
}

function toSent(error: unknown, folder: string): SentError {
  const known = findRunError(error, folder)
  const stack = error instanceof Error ? (error.stack ?? null) : null
  return { message: known?.message ?? describeError(error), stack, exit: known?.exit ?? null }
}

function share<T extends Closable>(resources: Resources, key: string, make: () => Promise<T>): Promise<T> {
  const known = resources.get(key)
  if (known !== undefined) return known as Promise<T>
  const made = make()
  resources.set(key, made)
  // What could not be opened is tried again by the next unit.
  made.catch(() => resources.delete(key))
  return made
}

async function hasSpent(resources: Resources): Promise<boolean> {
  const opened = await Promise.allSettled(resources.values())
  return opened.some((result) => result.status === 'fulfilled' && result.value.isSpent?.() === true)
}

let cached: { readonly epoch: number; readonly view: RunView } | null = null

/** Upstream commits are read once per epoch: within one they cannot change. */
function workerView(
  { place, target, recipe, archives, scorers, annotators, vae, blockLists }: WorkerSetup,
  table: PhaseTable,
  epoch: number,
): RunView {
  if (cached?.epoch === epoch) return cached.view
  const fresh = openView({
    recipe,
    archives,
    scorers,
    annotators,
    vae,
    ...(blockLists === null ? {} : { blockLists }),
    storage: openLocalDisk(place),
    target: openLocalDisk(target),
    fingerprints: fingerprintsOf(recipe, table),
  })
  const read = new Map<PhaseName, Promise<readonly Commit[]>>()
  const commits = (phase: PhaseName): Promise<readonly Commit[]> => {
    const reading = read.get(phase) ?? fresh.commits(phase)
    read.set(phase, reading)
    return reading
  }
  const view = { ...fresh, commits }
  cached = { epoch, view }
  return view
}

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message)
}

function sendLog(event: string, fields: Readonly<Record<string, unknown>>): void {
  send({ kind: 'log', event, fields })
}
