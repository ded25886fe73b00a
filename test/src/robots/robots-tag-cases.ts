/** X-Robots-Tag fields of one answer to a crawler named `mybot`, and whether they ask it to leave the picture. */
export interface TagCase {
  readonly values: readonly string[]
  readonly asks: boolean
  /** What makes it so. */
  readonly why: string
  readonly source: string
}

export const AGENT = 'mybot'

const GOOGLE = 'Google, Robots meta tag, data-nosnippet, and X-Robots-Tag specifications'
const MDN = 'MDN, X-Robots-Tag'
const NOML = 'NoML open letter, noml.info'
const OURS = 'our own rule; neither source gives a grammar'

/** As facts, so that neither reader is the measure of the other. */
export const TAG_CASES: readonly TagCase[] = [
  asks(['noindex'], 'one rule', GOOGLE),
  asks(['NoIndex'], 'case does not count', GOOGLE),
  asks(['nofollow, noimageindex'], 'rules between commas', GOOGLE),
  asks(['nofollow', 'noindex'], 'two fields add up', GOOGLE),
  asks(['noai, noimageai'], 'the directives themselves', "DeviantArt's announcement of noai"),
  asks(['mybot: noindex'], 'for this crawler', GOOGLE),
  asks(['mybot: nofollow, noindex'], 'for this crawler', MDN),
  asks(['otherbot: nofollow', 'noindex'], 'a name is for its own field', GOOGLE),
  asks(['MyBot: noindex'], 'case does not count', GOOGLE),
  asks(['mybot : noindex'], 'blanks around a colon', OURS),
  asks(['none'], 'none is noindex, nofollow; img2dataset has no such directive', GOOGLE),
  asks(['noml'], 'no machine learning; img2dataset has no such directive', NOML),
  asks(['max-snippet:0, noai'], 'max-snippet is a rule, no crawler', GOOGLE),
  asks(['max-image-preview: large, noai'], 'max-image-preview is a rule, no crawler', GOOGLE),
  asks(['max-video-preview: -1, noindex'], 'max-video-preview is a rule, no crawler', GOOGLE),
  asks(
    ['unavailable_after: 25 Jun 2010 15:00:00 PST, noai'],
    'unavailable_after is a rule, no crawler',
    GOOGLE,
  ),
  asks(['unavailable_after: Wed, 03 Dec 2025 13:09:53 GMT, noindex'], 'a date with a comma', MDN),
  asks(['noai, max-snippet:0'], 'a rule with a value at the end', GOOGLE),
  asks(['noindex, max-image-preview:none'], 'a rule with a value at the end', GOOGLE),
  asks(['noindex, otherbot: nofollow'], 'rules before a name are for all', MDN),
  asks(['otherbot: nofollow, mybot: noindex'], 'several names in a field', MDN),
  asks(['mybot: noindex, otherbot: nofollow'], 'several names in a field', MDN),
  asks(['mybot: max-snippet:0, noindex'], 'a rule with a value under a name', GOOGLE),
  asks(['mybot: unavailable_after: 25 Jun 2010 15:00:00 PST, noindex'], 'a date under a name', GOOGLE),
  asksNot(['all'], 'no restriction', GOOGLE),
  asksNot(['nofollow, nosnippet'], 'other rules', GOOGLE),
  asksNot(['otherbot: noindex'], 'for another crawler', GOOGLE),
  asksNot(['otherbot: noindex, nofollow'], 'a name is for all that follows', MDN),
  asksNot(['mybot: nofollow', 'otherbot: noindex'], 'each field for its crawler', GOOGLE),
  asksNot(['mybot: nofollow, otherbot: noindex, nofollow'], 'the noindex is for otherbot', MDN),
  asksNot(['max-image-preview: none'], 'the value of another rule', GOOGLE),
  asksNot(['otherbot: none'], 'for another crawler', GOOGLE),
  asksNot([''], 'an empty field', 'RFC 9110 §5.5: a value may be empty'),
]

function asks(values: readonly string[], why: string, source: string): TagCase {
  return { values, asks: true, why, source }
}

function asksNot(values: readonly string[], why: string, source: string): TagCase {
  return { values, asks: false, why, source }
}
