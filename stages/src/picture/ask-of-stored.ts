import type { Task, Tasks, ToChild } from './child-messages.js'
import type { ChildPool } from './child-pool.js'
import { type RefusedPicture, refuse } from './picture-outcome.js'
import { sniffFormat } from './sniff-format.js'

/**
 * What the children say to a request about a stored JPEG; other bytes are refused without asking one. Rejects and waits
 * as `run` of the pool does.
 */
export async function askOfStored<T extends Task>(
  pool: ChildPool,
  request: ToChild<T>,
  signal: AbortSignal,
): Promise<Tasks[T]['outcome'] | RefusedPicture> {
  pool.checkOpen(signal)
  const sniffed = sniffFormat((request as ToChild).bytes)
  if ('allowed' in sniffed && sniffed.allowed === 'jpeg') return pool.run(request, signal)
  const looks = 'allowed' in sniffed ? sniffed.allowed : sniffed.refused
  return refuse('decode_error', `expected a stored JPEG, the bytes look like: ${looks}`)
}
