import { execFile } from 'node:child_process'

/** stdout of a short command, or null if it is not there, fails, or takes 10 s. */
export function runQuietly(command: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 10_000, maxBuffer: 2 ** 24 }, (error, stdout) =>
      resolve(error === null ? stdout : null),
    )
  })
}
