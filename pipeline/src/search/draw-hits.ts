import { type Cell, drawSheet, THUMB } from '../peek/draw-sheet.js'
import { readThumbnails } from '../peek/read-thumbnails.js'
import { storedFiles } from '../peek/stored-files.js'
import { useOwnFont } from '../peek/use-own-font.js'
import type { RunView } from '../phases/phase.js'
import type { FoundPicture } from './read-hits.js'
import { countsLine, fateOf, methodLine, queryLine } from './search-lines.js'
import type { SearchReport } from './search-report.js'

/** Draws the results of a search as JPEG: what is kept on the left, the rest on the right, each with its rank. */
export async function drawHits(
  view: RunView,
  report: SearchReport,
  found: readonly FoundPicture[],
  scratch: string,
): Promise<Buffer> {
  const rows = found.map(({ hit, picture }) => ({ ...picture, key: hit.key }))
  const thumbnails = await readThumbnails(await storedFiles(view, rows), THUMB * THUMB)
  await useOwnFont(scratch)
  const cells = found.map((each, at) => ({ each, cell: cellOf(each, thumbnails[at] ?? '') }))
  const kept = cells.filter(({ each }) => each.hit.fate === 'kept').map(({ cell }) => cell)
  const others = cells.filter(({ each }) => each.hit.fate !== 'kept').map(({ cell }) => cell)
  const { hidden } = report.counts
  const title = (name: string, shown: number, hiddenRows: number): string =>
    hiddenRows > 0 && shown === 0
      ? `${name}: ${hiddenRows} not searched`
      : `${name}: ${shown} of ${found.length} found`
  const sheet = await drawSheet({
    title: queryLine(report),
    notes: [`${view.target.place}, ${methodLine(report)}`, countsLine(report), ...report.notes],
    kept: { title: title('KEPT', kept.length, hidden.kept), cells: kept },
    cut: {
      title: title(
        report.in === 'kept' || others.length > 0 ? 'CUT OR NOT JUDGED' : 'CUT',
        others.length,
        hidden.cut + hidden.unjudged,
      ),
      cells: others,
    },
  })
  return sheet.flatten({ background: '#ffffff' }).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer()
}

function cellOf({ hit, picture }: FoundPicture, thumbnail: Buffer | string): Cell {
  const more = hit.duplicates.length === 0 ? '' : ` +${hit.duplicates.length}`
  return {
    picture: thumbnail,
    similarity: hit.similarity,
    size: `no. ${hit.rank}${more}, ${picture.original_width} × ${picture.original_height}`,
    text: hit.text,
    reason: hit.fate === 'kept' ? null : fateOf(hit),
  }
}
