/** What a column of somebody's table may be read as, and names that the field gives it, best first. */
export const COLUMN_NAMES = {
  url: ['url', 'image_url', 'img_url', 'src'],
  text: ['text', 'caption', 'alt', 'alt_text', 'top_caption'],
  score: [
    'similarity',
    'clip_similarity',
    'clip_l14_similarity_score',
    'clip_similarity_vitl14',
    'clip_b32_similarity_score',
    'clip_similarity_vitb32',
  ],
  page_url: ['page_url'],
  language: ['language', 'lang'],
  width: ['original_width', 'width'],
  height: ['original_height', 'height'],
  sha256: ['sha256', 'md5'],
} as const
export type ReadAs = keyof typeof COLUMN_NAMES

/** LAION's numbers on pictures, by our names. */
export const HEAD_NAMES = {
  aesthetic: ['aesthetic', 'aesthetic_score'],
  punsafe: ['punsafe'],
  pwatermark: ['pwatermark'],
} as const

/** Which column of a table is read as what: upper and lower case are one, the first name that is there wins. */
export function nameColumns<N extends string>(
  columns: readonly string[],
  wanted: Readonly<Record<N, readonly string[]>>,
): Readonly<Partial<Record<N, string>>> {
  const byName = new Map(columns.map((column) => [column.toLowerCase(), column]))
  const found = (Object.entries(wanted) as [N, readonly string[]][]).flatMap(([as, names]) => {
    const name = names.find((one) => byName.has(one))
    return name === undefined ? [] : [[as, byName.get(name)] as const]
  })
  return Object.fromEntries(found) as Partial<Record<N, string>>
}
