import type { DropReason, FailureCode } from '@warc2dataset/schemas'

/** What may become of an `<img>` of a page; `no candidate`: it has no text, so that no phase hears of it. */
export type Fate = 'kept' | DropReason | FailureCode | 'no candidate'

/**
 * What a kind says of the model: `right` and `wrong` pairs are what precision and recall are counted over; `apart`
 * are those whose text the model cannot read, those that never become a picture, and those without a text.
 */
export type Side = 'right' | 'wrong' | 'apart'

export interface Kind {
  readonly about: string
  readonly side: Side
  /** What a perfect run makes of it, the first place of a URL; any one of them. */
  readonly expected: readonly Fate[]
}

const kind = (side: Side, about: string, ...expected: readonly Fate[]): Kind => ({ about, side, expected })

/** Everything that is planted in the bundled crawl. Closed: a new kind is a change to this table first. */
export const KINDS = {
  'right-one-object': kind('right', 'One object, and the text is true of it.', 'kept'),
  'right-two-objects': kind('right', 'Two objects, and the text is true of them.', 'kept'),
  rotated: kind('right', 'A right pair; the JPEG must be turned as its EXIF says.', 'kept'),
  cmyk: kind('right', 'A right pair; the JPEG is in printing colours.', 'kept'),
  redirected: kind('right', 'A right pair; the URL leads to another host by one or two redirects.', 'kept'),
  'same-picture': kind('right', 'A right pair; the same bytes lie under several URLs.', 'kept'),
  'many-pages': kind('right', 'A right pair that stands on several pages: one is enough.', 'kept'),
  'wrong-one-object': kind(
    'wrong',
    'One object, with a false colour or shape in the text.',
    'low_similarity',
  ),
  'wrong-in-two-objects': kind('wrong', 'Two objects, one with a false colour or shape.', 'low_similarity'),
  'swapped-objects': kind('wrong', 'Two objects, their colours swapped in the text.', 'low_similarity'),
  generic: kind(
    'wrong',
    'The text says nothing of the picture: "image", "IMG_0042.jpg".',
    'low_similarity',
    'no_score',
  ),
  german: kind('apart', 'A right pair in German; the toy model reads only English.', 'no_score'),
  french: kind('apart', 'A right pair in French.', 'no_score'),
  spanish: kind('apart', 'A right pair in Spanish.', 'no_score'),
  japanese: kind('apart', 'A right pair in Japanese.', 'no_score'),
  arabic: kind('apart', 'A right pair in Arabic.', 'no_score'),
  gone: kind('apart', 'The server answers 404 or 410.', 'http_status'),
  'server-error': kind('apart', 'The server answers 500 or 503.', 'http_status'),
  'dead-host': kind('apart', 'Nobody answers at the host.', 'connect_error'),
  slow: kind('apart', 'The answer does not come, or a byte a second.', 'timeout'),
  'private-redirect': kind(
    'apart',
    'A redirect into a private network or to another scheme.',
    'address_refused',
  ),
  'html-page': kind('apart', 'Status 200, and a web page instead of a picture.', 'not_an_image'),
  truncated: kind('apart', 'A JPEG that ends early.', 'decode_error'),
  bomb: kind('apart', 'A PNG of some kilobytes that unpacks to 400 million pixels.', 'too_many_pixels'),
  'empty-alt': kind('apart', 'The alt is there and holds nothing but white space.', 'no candidate'),
  'missing-alt': kind('apart', 'There is no alt.', 'no candidate'),
} as const satisfies Readonly<Record<string, Kind>>

export type KindName = keyof typeof KINDS

export const KIND_NAMES = Object.keys(KINDS) as readonly KindName[]

/** What is known of a kind. */
export function kindOf(name: KindName): Kind {
  return KINDS[name]
}
