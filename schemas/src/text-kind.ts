/** Where a text of a picture may stand on a page. */
export const TEXT_KINDS = [
  'alt',
  'title',
  'aria_label',
  'figcaption',
  'og_image_alt',
  'anchor',
  'page_title',
  'surrounding',
] as const
export type TextKind = (typeof TEXT_KINDS)[number]
