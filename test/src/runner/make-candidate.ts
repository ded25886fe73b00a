import type { Candidate } from '@warc2dataset/schemas'

/** A candidate for tests; its id is its only identity. */
export function makeCandidate(id: bigint, changes: Partial<Candidate> = {}): Candidate {
  return {
    candidate_id: id,
    shadow_reason: null,
    shadow_filter: null,
    verdicts: [],
    url: `https://pictures.example/${id}.jpg`,
    url_hash: id,
    url_domain: 'pictures.example',
    texts: [{ kind: 'alt', text: `picture ${id}`, text_id: id, n: 1 }],
    page_url: 'https://pages.example/',
    page_domain: 'pages.example',
    page_date: null,
    html_lang: null,
    declared_width: null,
    declared_height: null,
    warc_filename: 'a.warc.gz',
    warc_record_offset: 0n,
    warc_inner_offset: 0n,
    image_index: 0,
    ...changes,
  }
}
