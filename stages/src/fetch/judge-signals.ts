import type { DropReason } from '@warc2dataset/schemas'
import { type PictureSignals, pictureSignals, refusedDirective } from '../signals/picture-signals.js'
import type { HeadFields } from '../web/judge-head.js'

/** What of an answer's head is obeyed. */
export interface SignalRules {
  /** Names by which X-Robots-Tag may address us. */
  readonly agents: readonly string[]
  /** Its directives that leave a picture out. */
  readonly directives: readonly string[]
  /** Whether a TDM reservation leaves it out. */
  readonly tdm: boolean
}

export interface JudgedSignals {
  readonly signals: PictureSignals
  /** Null: nothing is against it. */
  readonly refusal: {
    readonly reason: Extract<DropReason, 'x_robots_tag' | 'tdm_reserved'>
    /** What was said. */
    readonly value: string
  } | null
}

/** What the head of a picture's answer asks for, from the web and from an archive alike. */
export function judgeSignals(
  fields: HeadFields | ReadonlyMap<string, readonly string[]>,
  { agents, directives, tdm }: SignalRules,
): JudgedSignals {
  const signals = pictureSignals(fields, agents)
  const directive = refusedDirective(signals.robots, directives)
  if (directive !== null) return { signals, refusal: { reason: 'x_robots_tag', value: directive } }
  if (tdm && signals.tdmReservation === 1) {
    return { signals, refusal: { reason: 'tdm_reserved', value: 'tdm-reservation: 1' } }
  }
  return { signals, refusal: null }
}

/** The field of the recipe behind a refusal. */
export const SIGNAL_FILTERS = {
  robots_txt: 'opt_out.robots_txt',
  x_robots_tag: 'opt_out.directives',
  tdm_reserved: 'opt_out.tdm',
} as const
