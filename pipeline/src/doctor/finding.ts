/** One thing that was looked at. */
export interface Finding {
  readonly name: string
  /** missing: a run is not possible without it; absent: something is slower or left out; note: a fact. */
  readonly state: 'ok' | 'missing' | 'absent' | 'note'
  /** What was found, in a line. */
  readonly found: string
  /** What to do, a line each; commands as they are typed. */
  readonly steps: readonly string[]
}

/** Something that is there. */
export function ok(name: string, found: string): Finding {
  return { name, state: 'ok', found, steps: [] }
}

/** What an attempt gave, or `otherwise` with what it threw: a doctor reports what does not work. */
export async function attempt(
  name: string,
  work: () => Promise<string>,
  otherwise: Pick<Finding, 'state' | 'steps'>,
): Promise<Finding> {
  try {
    return ok(name, await work())
  } catch (error) {
    return { name, found: oneLine(error instanceof Error ? error.message : String(error)), ...otherwise }
  }
}

/** Text of an error without line breaks, of 300 characters at most; places in the sources of libraries are left out. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.replace(/^\/\S+\.(cc|cpp|h):\d+ .* was false\. /, '').slice(0, 300)
}
