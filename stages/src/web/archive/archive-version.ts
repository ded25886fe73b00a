import type { IncomingHttpHeaders } from 'node:http'

/** What a server says of the version that it sends. */
export interface ArchiveVersion {
  /** As sent, weak ones too. */
  readonly etag: string | null
  /** As sent. */
  readonly lastModified: string | null
  /** The date tells versions apart: it lay at least a second back when the answer was made. */
  readonly isDateStrong: boolean
  /** Bytes of the whole; null if not said. */
  readonly size: number | null
}

/** RFC 9110, 8.8.3: an entity-tag that is not weak. */
const STRONG_ETAG = /^"[\x21\x23-\x7e\x80-\xff]*"$/

export function versionOf(fields: IncomingHttpHeaders, size: number | null): ArchiveVersion {
  const modified = Date.parse(fields['last-modified'] ?? '')
  const made = Date.parse(fields.date ?? '')
  return {
    etag: fields.etag ?? null,
    lastModified: fields['last-modified'] ?? null,
    // RFC 9110, 8.8.2.2; without a Date the comparison is false.
    isDateStrong: made - modified >= 1000,
    size,
  }
}

/**
 * The field that makes a server refuse (412) to send another version. A weak ETag is none (RFC 9110, 13.1.1); without
 * a strong one a strong date is (13.1.4). Null if the version has neither.
 */
export function conditionOf({
  etag,
  lastModified,
  isDateStrong,
}: ArchiveVersion): Readonly<Record<string, string>> | null {
  if (etag !== null && STRONG_ETAG.test(etag)) return { 'if-match': etag }
  return lastModified !== null && isDateStrong ? { 'if-unmodified-since': lastModified } : null
}

/**
 * Is `now` what `then` was, byte by byte, as far as both say? Sizes must be equal where both are known. Strong ETags
 * decide; without them both date and weak ETag must be equal, and the date strong.
 */
export function isSameVersion(then: ArchiveVersion, now: ArchiveVersion): boolean {
  if (then.size !== null && now.size !== null && then.size !== now.size) return false
  const condition = conditionOf(then)
  if (condition === null || then.etag !== now.etag) return false
  return 'if-match' in condition || then.lastModified === now.lastModified
}

/** For messages. */
export function describeVersion({ etag, lastModified, size }: ArchiveVersion): string {
  const parts = [
    ...(etag === null ? [] : [`ETag ${etag.slice(0, 80)}`]),
    ...(etag === null && lastModified !== null ? [`of ${lastModified.slice(0, 40)}`] : []),
    ...(size === null ? [] : [`${size} bytes`]),
  ]
  return parts.join(', ') || 'a version without a name'
}
