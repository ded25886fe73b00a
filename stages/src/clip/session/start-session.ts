import { compiledScript } from '../compiled-script.js'
import { modelError } from '../model/load-model.js'
import type { UnitRows } from './embed-rows.js'
import type { SessionOptions, ToSession } from './session-messages.js'
import { type ModelWorker, startWorker } from './start-worker.js'

/** A session worker that is ready. */
export type Session = ModelWorker<ToSession, UnitRows>

/** Rejects with `RunError('model', …)` if the towers do not open. `script` plays the worker in tests. */
export function startSession(
  options: SessionOptions,
  script: string = compiledScript('session/session-worker'),
): Promise<Session> {
  return startWorker<ToSession, UnitRows>({
    script,
    workerData: options,
    parts: 'both towers',
    noun: 'embedder',
    toError: (problem) => modelError(options.model, [`provider ${options.provider}: ${problem}`]),
  })
}
