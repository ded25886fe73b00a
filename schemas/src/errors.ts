import { EXIT_CODES, type ExitName } from './exit-codes.js'

/**
 * An error that a person can mend: one line per problem, and the exit code that the command line leaves with.
 * Message form: `Expected <what> for <name>, got <value>`.
 */
export class RunError extends Error {
  override readonly name = 'RunError'
  readonly exit: ExitName

  constructor(exit: ExitName, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.exit = exit
  }

  get exitCode(): number {
    return EXIT_CODES[this.exit][0]
  }
}

/** A stage broke the contract (count, order, one outcome each) or two accounts differ. Never retried. */
export function contractError(phase: string, unit: string, stage: string, problem: string): RunError {
  return new RunError('accounts', `Phase ${phase}, unit ${unit}, stage ${stage}: ${problem}`)
}

/** Whole-unit failure: retried by the coordinator, then quarantined. */
export class UnitError extends Error {
  override readonly name = 'UnitError'

  constructor(where: { phase: string; unit: string; stage: string }, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`Phase ${where.phase}, unit ${where.unit}, stage ${where.stage}: ${reason}`, { cause })
  }
}
