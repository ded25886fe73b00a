import type { Ancestor } from './ancestry.js'
import type { LaionFacts } from './laion-facts.js'

/** What was done, a sentence each: for the card and for rai:dataCollection. */
export function collectionSentences(facts: LaionFacts): readonly string[] {
  const { inputs, isOfLists, isFromWeb, fetched, samples, funnel } = facts
  const files = (what: string): string => `${inputs} ${what}${inputs === 1 ? '' : 's'}`
  return [
    isOfLists
      ? `Picture URLs and texts were read from ${files('list')} by warc2dataset.`
      : `Picture URLs and their alt texts were read from the pages of ${files('web archive')} (WARC) by warc2dataset.`,
    isFromWeb
      ? `Each picture was requested from its URL${fetched === null ? '' : `, between ${fetched[0]} and ${fetched[1]} (UTC)`}.`
      : 'Each picture was read from the archives themselves.',
    `${samples} of ${funnel.candidates} candidates are kept. Pictures are not part of this export.`,
  ]
}

/** What decided who is in, a sentence each. */
export function filterSentences({ judged, planWhere, blockedDomains }: LaionFacts): readonly string[] {
  return [
    ...judged,
    ...(planWhere === 'true' ? [] : [`Before any picture was read: kept where ${planWhere}.`]),
    ...(blockedDomains === 0 ? [] : [`Domains left out on request: ${blockedDomains}.`]),
  ]
}

/** Counted leanings of the dataset. */
export function biasSentences({ samples, domains }: LaionFacts): readonly string[] {
  const share = samples === 0 ? 0 : (100 * domains.samplesOfTopTen) / samples
  return [
    `Pictures come from ${domains.distinct} registered domains; the ten largest hold ${share.toFixed(1)} % of the rows.`,
  ]
}

export function limitSentences({ empty }: LaionFacts): readonly string[] {
  return [
    ...(empty.length === 0 ? [] : [`Not computed, null in every row: ${empty.join(', ')}.`]),
    'No licence was looked for: LICENSE is ? in every row.',
    'A URL may show another picture by now, or none.',
    'HEIGHT and WIDTH are those of the original and are not swapped, unlike in LAION-400M.',
  ]
}

/** One model in one line. */
export function ancestorSentence({ role, id, base, sha256, licence, toy }: Ancestor): string {
  return [
    `${role} ${id}${toy ? ' (a toy model)' : ''}`,
    `base ${base ?? 'none'}`,
    `sha256 of its manifest ${sha256 ?? 'not recorded'}`,
    `licence ${licence ?? 'not known'}`,
  ].join(', ')
}
