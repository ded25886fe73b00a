import type { Gap, GapReason } from './archive-record.js'
import { EventBatch } from './event-batch.js'
import type { ArchiveEvent } from './event-order.js'
import type { FileWindow } from './file-window.js'
import { findMember, gzipHeaderLength, inflateMember } from './gzip-member.js'
import { isZero } from './open-record.js'
import type { RecordGrammar } from './record-grammar.js'
import { RecordParser } from './record-parser.js'
import { type MemberInput, streamMember } from './stream-member.js'

/** The outcome for a member that the window may hold whole; the last four say what to do instead. */
export type WindowMember =
  | { readonly status: 'sound'; readonly events: ArchiveEvent[]; readonly end: number }
  | { readonly status: 'damaged'; readonly events: ArchiveEvent[]; readonly detail: string }
  | { readonly status: 'more' | 'stream' | 'cut_header' | 'not_a_member' }

/** Reads the member at the file offset `at` if the window holds all of it. Synchronous, for speed. */
export function readWindowMember(input: MemberInput, at: number): WindowMember {
  const { window, grammar, tuning, wantBlock } = input
  const { bytes } = window
  const from = at - window.start
  const member = inflateMember(bytes, from, tuning.wholeOutputBytes)
  if (member.status === 'not_a_member') return { status: 'not_a_member' }
  if (member.status === 'too_large') return { status: 'stream' }
  if (member.status === 'more') {
    if (gzipHeaderLength(bytes, from) === 'more') return { status: window.atEnd ? 'cut_header' : 'more' }
    // At the end of the file, streaming gives the records before the cut.
    if (window.atEnd) return { status: 'stream' }
    return { status: bytes.length - from > tuning.wholeInputBytes ? 'stream' : 'more' }
  }
  const endsBy = Number.POSITIVE_INFINITY
  const mayRewind = (): boolean => false
  const parser = new RecordParser({ grammar, wantBlock, memberOffset: at, startAt: 0, endsBy, mayRewind })
  if (member.status === 'sound') {
    parser.push(member.output)
    parser.finish()
    return { status: 'sound', events: parser.events.takeSound(member.used), end: at + member.used }
  }
  if (window.mayRework(0)) {
    const { output, cost } = member.salvage()
    window.mayRework(cost)
    parser.push(output)
  }
  return { status: 'damaged', events: parser.takeDamaged(), detail: member.detail }
}

/** Reads a file of gzip members from its start; yields events in batches and returns the number of sound members. */
export async function* readGzip(input: MemberInput): AsyncGenerator<ArchiveEvent[], number> {
  const { window, tuning, signal } = input
  let at = 0
  let members = 0
  const batch = new EventBatch(tuning.batchBytes)
  for (;;) {
    signal?.throwIfAborted()
    window.drop(at)
    const member: WindowMember = at < window.end ? readWindowMember(input, at) : { status: 'more' }
    if (member.status === 'sound') {
      batch.add(member.events)
      at = member.end
      members++
      if (batch.isFull()) yield* batch.flush()
      continue
    }
    yield* batch.flush()
    if (member.status === 'more') {
      if (at === window.end && window.atEnd) return members
      await window.fill()
      continue
    }
    const step = yield* passMember(input, at, member)
    if (step.sound) members++
    at = step.end
  }
}

/** Everything but the sound member within the window: streams it, or passes damage up to the next member. */
async function* passMember(
  input: MemberInput,
  at: number,
  member: WindowMember,
): AsyncGenerator<ArchiveEvent[], { readonly sound: boolean; readonly end: number }> {
  const { window, grammar } = input
  let records = 0
  let detail = 'no gzip member starts here'
  let reason: GapReason = 'junk'
  // Damage may have led inflate past good members, so the search begins at once, unless that got too much.
  let from = at + 1
  if (member.status === 'damaged') {
    detail = member.detail
    reason = 'corrupt_member'
    records = member.events.length
    if (!window.mayRework(0)) from = window.end
    yield member.events
  } else if (member.status === 'cut_header') {
    detail = 'the file ends inside the gzip header'
    reason = 'truncated_member'
  } else if (member.status === 'stream') {
    const end = yield* streamMember(input, at)
    if (end.sound) return end
    detail = end.detail
    reason = end.cutOff ? 'truncated_member' : 'corrupt_member'
    records = end.given
    if (!window.mayRework(window.end - at)) from = window.end
  }
  const { end, allZero } = await nextMember(window, grammar, at, from)
  if (reason === 'truncated_member' && !(window.atEnd && end === window.end)) reason = 'corrupt_member'
  if (reason === 'junk' && allZero) reason = 'zero_padding'
  if (records > 0) detail += `; ${records} records before it are given, no checksum covers them`
  const gap: Gap = { kind: 'gap', offset: at, length: end - at, reason, detail }
  yield [gap]
  return { sound: false, end }
}

/** The file offset of the next member after `at`, searched from `from`; the end of the file if there is none. */
async function nextMember(
  window: FileWindow,
  grammar: RecordGrammar,
  at: number,
  from: number,
): Promise<{ end: number; allZero: boolean }> {
  window.seek(at)
  let end = from
  let allZero = true
  let checked = at
  for (;;) {
    const found = findMember(window.bytes, Math.max(0, end - window.start), window.atEnd, grammar)
    end = window.atEnd && !found.found ? window.end : window.start + found.at
    if (checked < end) allZero &&= isZero(window.bytes, checked - window.start, end - window.start)
    checked = Math.max(checked, end)
    if (found.found || window.atEnd) return { end, allZero }
    window.drop(Math.min(end, window.end))
    await window.fill()
  }
}
