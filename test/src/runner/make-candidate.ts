import { type Candidate, candidateColumns } from '@warc2dataset/schemas'
import { unmeasured } from '@warc2dataset/stages/extract/measure-texts'
import { fillRow } from '@warc2dataset/stages/parquet/test-rows'

/** A candidate for tests; its id is its only identity. */
export function makeCandidate(id: bigint, changes: Partial<Candidate> = {}): Candidate {
  return fillRow(candidateColumns, {
    candidate_id: id,
    url: `https://pictures.example/${id}.jpg`,
    url_hash: id,
    url_domain: 'pictures.example',
    texts: [unmeasured('alt', `picture ${id}`, id)],
    page_url: 'https://pages.example/',
    page_domain: 'pages.example',
    warc_filename: 'a.warc.gz',
    ...changes,
  })
}
