import type { Candidate } from '@warc2dataset/schemas'
import type { Sink, Source, Stage } from './stage.js'

/** A stage whose types were already checked by `through`; the runner handles rows as `Candidate`. */
export type AnyStage = Stage<never, Candidate>

/** A source, stages whose types fit, and a sink: what one unit runs. */
export interface Line {
  readonly source: Source<Candidate>
  readonly stages: readonly AnyStage[]
  readonly sink: Sink<never, never>
}

export interface LineBuilder<First extends Candidate, T extends Candidate> {
  readonly through: <Out extends Candidate>(stage: Stage<T, Out>) => LineBuilder<First, Out>
  readonly into: (sink: Sink<T, First>) => Line
}

/** `from(source).through(stage)….into(sink)`: a wrong order of stages does not compile. */
export function from<T extends Candidate>(source: Source<T>): LineBuilder<T, T> {
  return build(source, [])
}

function build<First extends Candidate, T extends Candidate>(
  source: Source<Candidate>,
  stages: readonly AnyStage[],
): LineBuilder<First, T> {
  return {
    through: <Out extends Candidate>(stage: Stage<T, Out>) => build<First, Out>(source, [...stages, stage]),
    into: (sink) => ({ source, stages, sink }),
  }
}
