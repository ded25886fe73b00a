import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openEmbeddings } from '@warc2dataset/stages/search/embedding-files'
import { rowSet } from '@warc2dataset/stages/search/row-set'
import { scanEmbeddings } from '@warc2dataset/stages/search/scan-embeddings'
import { readRowAt } from '@warc2dataset/stages/search/score-rows'
import { query } from '../bad-input/query.js'

export interface CaptionRecall {
  /** Pictures that were looked for. */
  readonly pictures: number
  /** Share of them that came first, and among the first ten, of all pictures of the run. */
  readonly at1: number
  readonly at10: number
  /** Share that came first among a hundred of them: the way of the model's own figure, but no look-alike is left out. */
  readonly at1Of100: number
}

/**
 * How often a picture is found by its own caption among all pictures of a run: the exact scan, the stored caption as the
 * query. The same bytes at several URLs count as one picture. `isRight` tells whether the caption of a URL is right.
 */
export async function captionRecall(
  out: string,
  scorer: string,
  isRight: (url: string) => boolean,
): Promise<CaptionRecall> {
  const folder = join(out, 'scored', scorer)
  const open = async (kind: string) =>
    openEmbeddings((await readdir(join(folder, kind))).sort().map((name) => join(folder, kind, name)))
  const [images, texts] = [await open('img_emb'), await open('text_emb')]
  // In the order of the files, as the embeddings are.
  const rows = await query(`
    SELECT m.url, f.sha256 FROM read_parquet('${folder}/metadata/*.parquet', filename = true, file_row_number = true) m
    JOIN '${out}/fetched/*.parquet' f USING ("key") ORDER BY m.filename, m.file_row_number`)
  const asked = [...rows.keys()].filter((row) => isRight(String(rows[row]?.['url'])))
  const queries: Float32Array[] = []
  for (const row of asked) queries.push(await readRowAt(texts, row))
  const { ranked } = await scanEmbeddings(images, { queries, count: 60 })
  const ranks = ranked.map(({ rows: found }, at) => {
    const pictures = [...new Set(found.map((row) => rows[row]?.['sha256']))]
    const rank = pictures.indexOf(rows[asked[at] ?? -1]?.['sha256'])
    return rank === -1 ? Number.POSITIVE_INFINITY : rank + 1
  })
  const share = (most: number): number => ranks.filter((rank) => rank <= most).length / ranks.length
  const sha256 = (row: number | undefined) => rows[row ?? -1]?.['sha256']
  let [first, compared] = [0, 0]
  for (let from = 0; from + 100 <= asked.length; from += 100) {
    const hundred = asked.slice(from, from + 100)
    const { ranked } = await scanEmbeddings(images, {
      queries: queries.slice(from, from + 100),
      count: 1,
      allowed: rowSet(images.rows, hundred),
    })
    first += ranked.filter(({ rows: [best] }, at) => sha256(best) === sha256(hundred[at])).length
    compared += hundred.length
  }
  return { pictures: ranks.length, at1: share(1), at10: share(10), at1Of100: first / compared }
}
