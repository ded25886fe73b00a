import { type ModelTask, performTask } from './model-tasks.js'

/**
 * Entry point of a model child, started by `runModelChild` only: opens a file that is not trusted, or a provider
 * that may abort its process, says what it found and ends.
 */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.on('message', (task: ModelTask) => {
  performTask(task)
    .catch((error: unknown) => [error instanceof Error ? error.message : String(error)])
    .then((problems) => process.send?.({ problems }))
})
