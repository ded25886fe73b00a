import { spawn } from 'node:child_process'
import { inCheckout } from '../place.js'

export interface ScriptLimits {
  /** For the heap; what lies outside of it counts in the process's peak, too. */
  readonly heapMb: number
  /** A child that takes longer hangs. */
  readonly limitMs: number
}

/** What a script, a module of its own process, prints as JSON. Rejects with its errors if it does not end well. */
export function runScript(
  script: string,
  args: readonly string[],
  { heapMb, limitMs }: ScriptLimits,
): Promise<unknown> {
  const flags = [`--max-old-space-size=${heapMb}`, '--input-type=module', '-e', script, ...args]
  // The folder decides where the script's imports are looked for.
  const child = spawn(process.execPath, flags, {
    cwd: inCheckout('test'),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
  })
  const text = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (code === 0) resolve(JSON.parse(text.stdout))
      else reject(new Error(`Expected exit 0 of the reader, got ${code ?? signal}: ${text.stderr}`))
    })
  })
}
