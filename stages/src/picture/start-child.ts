import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  answers,
  type FromChild,
  readFromChild,
  type Task,
  type Tasks,
  type ToChild,
} from './child-messages.js'
import type { DecodeAnswer } from './decode-picture.js'
import { saysOutOfMemory } from './picture-outcome.js'

/** What came of one request: an answer, or the end of the child. */
export type ChildAnswer<T extends Task> =
  | ({ readonly kind: 'answer' } & DecodeAnswer<Tasks[T]['outcome']>)
  | ChildEnd

export type ChildEnd =
  | { readonly kind: 'died'; readonly outOfMemory: boolean; readonly detail: string }
  | { readonly kind: 'timeout' }

/** One decoder process. It handles one request at a time; the caller sees to that. */
export interface DecodeChild {
  /** Never rejects. After `died` or `timeout` the process is gone or going: `kill` awaits its end. */
  readonly ask: <T extends Task>(request: ToChild<T>) => Promise<ChildAnswer<T>>
  /** SIGKILL; resolves when the process is reaped. May be called again. */
  readonly kill: () => Promise<void>
}

export interface ChildOptions {
  /** RLIMIT_DATA in bytes. */
  readonly memoryBytes: number
  readonly timeoutMs: number
  /** Another script in place of the decoder: tests play misbehaving children with it. */
  readonly childScript?: string
}

const startTimeoutMs = 30_000
const stderrTail = 4096

/**
 * `ulimit` of the shell, so that no extra program is needed to set an rlimit before Node runs. Without cores a
 * crash leaves no gigabyte on disk; a decoder has nothing to write, hence the file size of 0.
 */
const launch = 'ulimit -c 0; ulimit -f 0; ulimit -d "$1" || exit 97; shift; exec "$@"'
const exitNoLimit = 97

/** Starts a child and waits until it proved its limits. Rejects if it cannot start, is unfit or takes 30 s. */
export async function startChild(options: ChildOptions): Promise<DecodeChild> {
  const kib = String(Math.floor(options.memoryBytes / 1024))
  const script = options.childScript ?? decodeChildScript()
  const node = [process.execPath, script, String(options.memoryBytes)]
  const child = spawn('/bin/sh', ['-c', launch, 'sh', kib, ...node], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    // Few arenas and threads keep the fixed part of the data segment small; C makes messages comparable.
    env: {
      PATH: '/usr/bin:/bin',
      LANG: 'C',
      VIPS_BLOCK_UNTRUSTED: '1',
      // libvips spills decoded pictures of 100 MB to files in /tmp, where no memory limit counts them.
      VIPS_DISC_THRESHOLD: '64g',
      UV_THREADPOOL_SIZE: '2',
      MALLOC_ARENA_MAX: '2',
    },
    // Its own group: a Ctrl-C before the child can ignore it would look like a crash.
    detached: true,
  })
  const life = watch(child)
  const first = await life.next(startTimeoutMs)
  if (first.kind === 'message' && first.message?.kind === 'ready') {
    return { ask: (request) => ask(child, life, request, options.timeoutMs), kill: life.kill }
  }
  await life.kill()
  throw new Error(`Expected a decoder child to start, got ${explainStart(first, options.memoryBytes)}`)
}

/** The compiled child; from TypeScript sources (vitest) the one in `dist`. */
function decodeChildScript(): string {
  const candidates = ['./decode-child.js', '../../dist/picture/decode-child.js']
  const paths = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url)))
  const found = paths.find((path) => existsSync(path))
  if (found !== undefined) return found
  throw new Error(
    `Expected a compiled decoder child, got none at ${paths.join(' or ')}: run npx tsc -b in stages/`,
  )
}

type Event =
  | { readonly kind: 'message'; readonly message: FromChild | undefined }
  | {
      readonly kind: 'died'
      readonly code: number | null
      readonly signal: string | null
      readonly stderr: string
    }
  | { readonly kind: 'timeout' }

interface Life {
  /** The next event of the child; a death is repeated to everyone who asks later. */
  readonly next: (timeoutMs: number) => Promise<Event>
  readonly kill: () => Promise<void>
}

function watch(child: ChildProcess): Life {
  let stderr = ''
  let waiting: ((event: Event) => void) | undefined
  let death: Event | undefined
  child.stderr?.setEncoding('latin1').on('data', (chunk: string) => {
    stderr = (stderr + chunk).slice(-stderrTail)
  })
  child.on('message', (message) => waiting?.({ kind: 'message', message: readFromChild(message) }))
  const closed = new Promise<void>((resolve) => {
    const die = (code: number | null, signal: string | null) => {
      death ??= { kind: 'died', code, signal, stderr }
      waiting?.(death)
      resolve()
    }
    child.on('close', die)
    child.on('error', (error) => {
      stderr += error.message
      if (child.pid === undefined) die(null, null)
    })
  })
  const next = (timeoutMs: number): Promise<Event> =>
    new Promise((resolve) => {
      if (death !== undefined) return resolve(death)
      const settle = (event: Event) => {
        clearTimeout(timer)
        waiting = undefined
        resolve(event)
      }
      const timer = setTimeout(() => settle({ kind: 'timeout' }), timeoutMs)
      waiting = settle
    })
  const kill = () => {
    if (death === undefined) child.kill('SIGKILL')
    return closed
  }
  return { next, kill }
}

async function ask<T extends Task>(
  child: ChildProcess,
  life: Life,
  request: ToChild<T>,
  timeoutMs: number,
): Promise<ChildAnswer<T>> {
  const next = life.next(timeoutMs)
  // A channel that is already closed reports here, and the death follows.
  child.send(request, () => {})
  const event = await next
  if (event.kind === 'timeout') return event
  if (event.kind === 'died') return explainDeath(event)
  const answer = event.message
  if (answer?.kind === 'answer' && answers(request, answer)) return { ...answer, kind: 'answer' }
  return { kind: 'died', outOfMemory: false, detail: 'the child broke the protocol' }
}

function explainDeath(event: Event & { kind: 'died' }): ChildEnd {
  const how = event.signal ?? `exit ${event.code}`
  const outOfMemory = saysOutOfMemory(event.stderr)
  return { kind: 'died', outOfMemory, detail: `decoder ended with ${how}: ${event.stderr.slice(-120)}` }
}

function explainStart(event: Event, memoryBytes: number): string {
  if (event.kind === 'timeout') return `nothing in ${startTimeoutMs} ms`
  if (event.kind === 'message')
    return event.message?.kind === 'unfit' ? event.message.detail : 'an unknown message'
  if (event.code === exitNoLimit) return `a refusal of ulimit -d ${memoryBytes / 1024} (a lower hard limit?)`
  return `exit ${event.code ?? event.signal}: ${event.stderr.slice(-500)}`
}
