/** One thing wrong with a `where` expression; `position` is a 0-based offset into its text. */
export interface WhereProblem {
  readonly position: number
  readonly message: string
}

// A hostile expression can hold thousands of mistakes, each of which lists every column.
const MAX_PROBLEMS = 20

/** A `where` expression that cannot be used; `problems` is never empty and is in order of position. */
export class WhereError extends Error {
  override readonly name = 'WhereError'
  readonly problems: readonly WhereProblem[]

  constructor(problems: readonly WhereProblem[]) {
    const shown = problems.toSorted((a, b) => a.position - b.position).slice(0, MAX_PROBLEMS)
    super(shown.map(({ position, message }) => `${message} (at character ${position + 1})`).join('\n'))
    this.problems = shown
  }
}

/** Throws a WhereError with one problem. */
export function failAt(position: number, message: string): never {
  throw new WhereError([{ position, message }])
}

/** Text as an error message may repeat it: never longer than a line. */
export function clip(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`
}
