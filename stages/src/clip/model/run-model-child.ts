import { spawn } from 'node:child_process'
import { compiledScript } from '../compiled-script.js'

export interface ModelChildOptions {
  readonly timeoutMs?: number
  /** RLIMIT_DATA in bytes where the system has it; for work on the CPU only, since drivers map more than they use. */
  readonly memoryBytes?: number
  /** Another entry point than that of a CLIP model, which ends in `serveTask`; tests play the child with it. */
  readonly childScript?: string
}

/** Opening gigabytes from a slow disk takes minutes; compiling the kernels of a GPU, one. */
const defaultTimeoutMs = 300_000
/** Seconds of CPU time, should the parent die while the child computes. */
const cpuSeconds = 3600
const stderrTail = 4096
const maxProblem = 1000

/** No cores; a system without one of the limits goes on without it. */
const launch = `ulimit -c 0; ulimit -t ${cpuSeconds}; test "$1" = 0 || ulimit -d "$1"; shift; exec "$@"`

/**
 * Problems that a child process found (none: fine), or how it ended instead: a file or a driver that crashes takes
 * only the child with it. Rejects if no child can be started. The child has the environment of this process, where
 * drivers look for their libraries and devices.
 */
export async function runModelChild(
  task: object,
  options: ModelChildOptions = {},
): Promise<readonly string[]> {
  const { timeoutMs = defaultTimeoutMs, memoryBytes = 0 } = options
  const script = options.childScript ?? compiledScript('model/model-child')
  const kib = String(Math.floor(memoryBytes / 1024))
  const child = spawn('/bin/sh', ['-c', launch, 'sh', kib, process.execPath, script], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    // Its own group: a Ctrl-C would look like a crash of the model.
    detached: true,
  })
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr = (stderr + chunk).slice(-stderrTail)
  })
  let timer: NodeJS.Timeout | undefined
  let closed: Promise<unknown> = Promise.resolve()
  try {
    return await new Promise<readonly string[]>((resolve, reject) => {
      const end = (what: string) => resolve([printable(`Expected the model to run, got ${what}`)])
      closed = new Promise((done) => {
        child.on('close', (code, signal) => {
          end(`the end of its process with ${signal ?? `exit ${code}`}: ${stderr.trim().slice(-500)}`)
          done(undefined)
        })
      })
      child.on('error', reject)
      child.on('message', (message) => resolve(readProblems(message)))
      timer = setTimeout(() => end(`no result in ${timeoutMs} ms`), timeoutMs)
      child.send(task, () => {})
    })
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
    if (child.pid !== undefined) await closed
  }
}

function readProblems(message: unknown): readonly string[] {
  const problems: unknown = (message as { problems?: unknown } | null)?.problems
  if (!Array.isArray(problems)) return ['Expected the model to run, got an unknown answer']
  return problems.map((problem) => printable(String(problem)))
}

/** The runtime quotes names of the file in its messages. */
function printable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ')
    .trim()
    .slice(0, maxProblem)
}
