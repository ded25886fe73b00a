import { copyString } from '../html/copy-string.js'
import type { Attributes } from '../html/image-finder.js'
import { resolveImageUrl } from '../html/resolve-url.js'

/** What a page says of text and data mining. */
export interface TdmReservation {
  /** 1: rights are reserved; 0: they are not; null: not said, or anything else, which counts as not said. */
  readonly reservation: 0 | 1 | null
  /** Absolute http(s) URL of the policy, without fragment, at most 2000 characters; null without one or at 0. */
  readonly policy: string | null
}

/**
 * The `tdm-reservation` and `tdm-policy` of a page, from the fields of its response (names in lower case, each value
 * by itself) and its `<meta name>` tags.
 *
 * W3C community group "TDM Reservation Protocol (TDMRep)", section "Processing priority": what the HTML says
 * supersedes the fields, and what it does not say leaves them as they are; other values than 0 and 1 count as unset;
 * a policy is not read where nothing is reserved. The report is silent on one name with two values in one place:
 * there 1 wins over 0, and the first URL over later ones. A reservation in HTML covers the page's own content, not
 * the pictures it refers to ("Technique based on html meta tags"); those have a response of their own.
 */
export function tdmReservation(
  fields: ReadonlyMap<string, readonly string[]>,
  metas: readonly Attributes[],
): TdmReservation {
  const reservation =
    strictest(metaContents(metas, 'tdm-reservation')) ?? strictest(fields.get('tdm-reservation') ?? [])
  const policy = firstUrl(metaContents(metas, 'tdm-policy')) ?? firstUrl(fields.get('tdm-policy') ?? [])
  return { reservation, policy: reservation === 0 ? null : policy }
}

function metaContents(metas: readonly Attributes[], name: string): readonly string[] {
  return metas
    .filter((meta) => meta.get('name')?.trim().toLowerCase() === name)
    .map((meta) => meta.get('content') ?? '')
}

function strictest(values: readonly string[]): 0 | 1 | null {
  const given = values.map((value) => value.trim())
  if (given.includes('1')) return 1
  return given.includes('0') ? 0 : null
}

function firstUrl(values: readonly string[]): string | null {
  for (const value of values) {
    const resolved = resolveImageUrl(value, null)
    if ('url' in resolved) return copyString(resolved.url)
  }
  return null
}
