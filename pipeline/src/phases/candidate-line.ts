import type { Candidate, Recipe } from '@warc2dataset/schemas'
import { from, type LineBuilder } from '@warc2dataset/stages/compose'
import type { Detect, PageReading, Reference } from '@warc2dataset/stages/extract/archive-input'
import { filterText } from '@warc2dataset/stages/extract/filter-text'
import { filterUrl } from '@warc2dataset/stages/extract/filter-url'
import { measureTexts } from '@warc2dataset/stages/extract/measure-texts'
import { PAIR_TEXT } from '@warc2dataset/stages/extract/read-pairs'
import { PAGE_PARSERS } from '@warc2dataset/stages/html/page-parser'
import { openLanguageDetector } from '@warc2dataset/stages/language/open-language-detector'
import type { Source } from '@warc2dataset/stages/stage'
import type { Job } from './phase.js'

/** Texts that may become TEXT, best first. */
export function kindsOf({ source, extract }: Recipe): readonly string[] {
  return source.pairs === undefined ? extract.text.kinds : [PAIR_TEXT]
}

/** How pages are read by this recipe. */
export function pageReading({ extract }: Recipe, detect: Detect): PageReading {
  return {
    maxPageBytes: extract.max_page_bytes,
    maxImages: extract.max_images,
    parser: PAGE_PARSERS[extract.parser],
    url: { choose: extract.url.choose, maxWidth: extract.url.max_width },
    kinds: extract.text.kinds,
    detect,
  }
}

/** What every reference goes through before it is a candidate that stays. */
export function candidateLine(
  source: Source<Reference>,
  recipe: Recipe,
  detect: Detect,
): LineBuilder<Reference, Candidate> {
  const kinds = kindsOf(recipe)
  return from(source)
    .through(measureTexts<Reference>({ kinds, detect }))
    .through(filterUrl())
    .through(filterText({ minLength: recipe.extract.text.min_length, kinds }))
}

/** The detector, if the recipe wants languages: some 150 MB, so open it once. */
export async function openDetect({ extract }: Recipe): Promise<Detect> {
  return extract.language === 'none' ? null : (await openLanguageDetector()).detect
}

/** That of this worker. */
export async function sharedDetector(job: Job): Promise<Detect> {
  const { detect } = await job.shared('language-detector', async () => ({
    detect: await openDetect(job.view.recipe),
    close: async () => {},
  }))
  return detect
}
