import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { RunError } from '@warc2dataset/schemas'
import type { Dispatcher } from '@warc2dataset/stages/politeness/dispatcher'
import { clearScratch } from '../storage/scratch.js'
import type { LeaseTable } from './lease-table.js'
import type { FromWorker, SentError, ToWorker, UnitDone, UnitMessage, WorkerSetup } from './messages.js'
import { openTrafficHost } from './traffic-host.js'

/** A unit that could not be done: its worker died, or said why. */
export class UnitFailure extends Error {
  override readonly name = 'UnitFailure'
}

export interface WorkerProcess {
  /** Rejects with a RunError where a retry cannot help, else with a UnitFailure. */
  readonly run: (unit: UnitMessage) => Promise<UnitDone>
  readonly isAlive: () => boolean
  /** Closes what the worker holds open and waits for its end. */
  readonly close: () => Promise<void>
  readonly kill: () => Promise<void>
}

/**
 * V8 sizes its heap by the machine: on 24 GB, extract peaked at 250 to 600 MiB from one run to the next. A lower limit is
 * dear: with 1024, V8's threads took half as much CPU again on an archive of pictures (21 s for 13), and no less memory.
 * The dearest page within the budgets (5 MiB of empty tags) needs 700 MB.
 */
const HEAP_LIMIT = ['--max-old-space-size=2048']

/** What all workers of a coordinator share. */
export interface Shared {
  readonly leases: LeaseTable
  readonly dispatcher: Dispatcher
}

/** Starts a worker in a process of its own and tells it what run it works for. */
export async function startWorker(
  entry: URL,
  setup: WorkerSetup,
  log: (event: string, fields: Readonly<Record<string, unknown>>) => void,
  { leases, dispatcher }: Shared,
): Promise<WorkerProcess> {
  // Its own group: a terminal's Ctrl-C before it can ignore one would end it in the middle of a unit.
  const child = fork(entry, [], {
    execArgv: HEAP_LIMIT,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    detached: true,
  })
  const exited = once(child, 'exit')
  const sweep = exited.then(async () => {
    for (const folder of new Set([setup.place, setup.target])) {
      await clearScratch(folder, child.pid)
    }
  })
  const tell = (message: ToWorker): void => {
    if (child.connected) child.send(message, () => {})
  }
  const traffic = openTrafficHost(dispatcher, (message) => tell({ kind: 'traffic', message }))
  let settle: ((message: FromWorker | null) => void) | null = null
  child.on('message', (message: FromWorker) => {
    switch (message.kind) {
      case 'log':
        return log(message.event, message.fields)
      case 'lease':
        return void leases.take(child, message.name, message.limit).then(() => {
          tell({ kind: 'leased', id: message.id })
        })
      case 'spend':
        return tell({ kind: 'spent', id: message.id, ok: leases.spend(message.name, message.limit) })
      case 'traffic':
        return traffic.hear(message.message)
      case 'release':
        return leases.giveBack(child, message.name)
      default:
        settle?.(message)
    }
  })
  exited.then(() => {
    leases.forget(child)
    traffic.close()
    settle?.(null)
  })
  const ask = (message: ToWorker): Promise<FromWorker | null> =>
    new Promise((resolve) => {
      settle = resolve
      if (!child.connected) return resolve(null)
      child.send(message, (error) => {
        if (error !== null) resolve(null)
      })
    })
  await ask(setup)
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await sweep
  }
  return {
    run: async (unit) => {
      const reply = await ask(unit)
      // A lost GPU is lost to the whole process. Gone before the next unit is handed out, it costs none an attempt.
      if (reply?.kind === 'failed' && reply.isSpent) await kill()
      return check(reply, unit, child)
    },
    isAlive: () => child.exitCode === null && child.signalCode === null && child.connected,
    close: async () => {
      if (child.connected) child.send({ kind: 'close' })
      await sweep
    },
    kill,
  }
}

function check(reply: FromWorker | null, { phase, unit }: UnitMessage, child: ChildProcess): UnitDone {
  if (reply?.kind === 'done') return reply.result
  if (reply?.kind === 'failed') throw received(reply.error)
  const end = child.signalCode ?? child.exitCode
  throw new UnitFailure(`Phase ${phase}, unit ${unit}: the worker process ended (${end})`)
}

function received({ message, stack, exit }: SentError): Error {
  const error = exit === null ? new UnitFailure(message) : new RunError(exit, message)
  if (stack !== null) error.stack = stack
  return error
}
