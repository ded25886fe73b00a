import type { HeadFields } from '../web/judge-head.js'
import { joinDirectives } from './robots-directives.js'
import { tdmReservation } from './tdm-reservation.js'
import { xRobotsTag } from './x-robots-tag.js'

/** What the head of a picture's answer says of its use. */
export interface PictureSignals {
  /** Directives of X-Robots-Tag for us, sorted, joined by `, `; null without one. At most `MAX_DIRECTIVES`. */
  readonly robots: string | null
  /** TDMRep of the answer: 1 reserved, 0 not; null: nothing said. */
  readonly tdmReservation: 0 | 1 | null
}

/**
 * Reads the fields of an answer, lower-case names, from the web or from an archive. `agents` are our product tokens.
 * Rules: `xRobotsTag`, `tdmReservation`. Never throws; time is linear.
 */
export function pictureSignals(
  fields: ReadonlyMap<string, readonly string[]> | HeadFields,
  agents: readonly string[],
): PictureSignals {
  const reservation = new Map([['tdm-reservation', linesOf(fields, 'tdm-reservation')]])
  return {
    robots: joinDirectives(xRobotsTag(linesOf(fields, 'x-robots-tag'), agents)),
    tdmReservation: tdmReservation(reservation, []).reservation,
  }
}

/**
 * The first of `directives`, as `PictureSignals` has them, that is one of `refused`; null: none is. A directive with a
 * value (`max-snippet:0`, `unavailable_after:…`, an unknown `noai: yes`) is never one. Case does not count.
 */
export function refusedDirective(directives: string | null, refused: readonly string[]): string | null {
  if (directives === null) return null
  const names = new Set(refused.map((name) => name.toLowerCase()))
  const isRefused = (directive: string) => !directive.includes(':') && names.has(directive.toLowerCase())
  return directives.split(', ').find(isRefused) ?? null
}

function linesOf(
  fields: ReadonlyMap<string, readonly string[]> | HeadFields,
  name: string,
): readonly string[] {
  const value = isMap(fields) ? fields.get(name) : fields[name]
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

function isMap(
  fields: ReadonlyMap<string, readonly string[]> | HeadFields,
): fields is ReadonlyMap<string, readonly string[]> {
  return fields instanceof Map
}
