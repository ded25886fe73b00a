/**
 * What the entry point of a model child does, started by `runModelChild` only: it performs one task on a file that is
 * not trusted, or on a provider that may abort its process, says what it found and ends. `perform` resolves to the
 * problems, one line each; what it rejects with is one.
 */
export function serveTask<T>(perform: (task: T) => Promise<readonly string[]>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  process.on('message', (task: T) => {
    perform(task)
      .catch((error: unknown) => [error instanceof Error ? error.message : String(error)])
      .then((problems) => process.send?.({ problems }))
  })
}
