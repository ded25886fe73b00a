import { spawn } from 'node:child_process'
import { CLI } from '../place.js'

/** How a command ended. */
export interface CliResult {
  /** Exit code, or the signal that ended it. */
  readonly code: number | NodeJS.Signals
  readonly stdout: string
  readonly stderr: string
}

/** A command under way. */
export interface StartedCli {
  readonly pid: number
  readonly stderr: () => string
  readonly ended: Promise<CliResult>
}

export interface CliOptions {
  readonly cwd?: string
  /** Runs as this user, which needs root. */
  readonly uid?: number
  /** In a process group of its own, as a shell starts it. */
  readonly detached?: boolean
}

/** A command that takes longer hangs: it is killed, and its test sees SIGKILL. */
const LIMIT_MS = 50_000

/** The command line as a user starts it, to its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return startCli(args, options).ended
}

export function startCli(args: readonly string[], options: CliOptions = {}): StartedCli {
  const child = spawn(process.execPath, [CLI, ...args], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  })
  const text = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk
    })
  }
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code: code ?? signal ?? 'SIGKILL', ...text }))
  })
  return { pid: child.pid ?? 0, stderr: () => text.stderr, ended }
}

/** Stack traces and our own word for a bug: what no bad input may bring out. */
export const TRACE = /This is a bug in warc2dataset|^\s+at .*:\d+:\d+\)?$|node:internal/m
