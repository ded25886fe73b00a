type Fields = Readonly<Record<string, unknown>>

export interface JsonEvents {
  readonly event: (event: string, fields: Fields) => void
}

const THIN_MS = 1000

/**
 * One JSON object per line for each event. Rows between commits come many times a second: they are added up, and
 * written once a second and phase, the rest before the phase is done.
 */
export function openJsonEvents(write: (line: string) => void, clock: () => number = Date.now): JsonEvents {
  const waiting = new Map<string, { kept: number; left: number; computeMs: number; since: number }>()
  const put = (event: string, fields: Fields): void =>
    write(`${JSON.stringify({ time: new Date(clock()).toISOString(), event, ...fields })}\n`)
  const flush = (phase: string, until: number): void => {
    const rows = waiting.get(phase)
    if (rows === undefined || rows.since > until) return
    const { kept, left, computeMs } = rows
    const busy = computeMs > 0 ? { computeMs: Math.round(computeMs) } : {}
    if (kept + left > 0) put('progress', { phase, kept, left, ...busy })
    waiting.set(phase, { kept: 0, left: 0, computeMs: 0, since: clock() })
  }
  return {
    event: (event, fields) => {
      const phase = String(fields['phase'])
      if (event === 'progress') {
        const rows = waiting.get(phase) ?? { kept: 0, left: 0, computeMs: 0, since: clock() }
        const {
          kept,
          left,
          computeMs = 0,
        } = fields as Readonly<Record<'kept' | 'left', number>> & {
          readonly computeMs?: number
        }
        waiting.set(phase, {
          ...rows,
          kept: rows.kept + kept,
          left: rows.left + left,
          computeMs: rows.computeMs + computeMs,
        })
        flush(phase, clock() - THIN_MS)
        return
      }
      if (event === 'phase_done') flush(phase, Number.POSITIVE_INFINITY)
      put(event, fields)
    },
  }
}
