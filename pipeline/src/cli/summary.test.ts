import { describe, expect, it } from 'vitest'
import { summaryLines } from './summary.js'

const none = { in: 0, kept: 0, shadow: 0, dropped: {}, failed: {} }
const work = {
  archive_passes: 4,
  records_read: 1200,
  requests: 0,
  site_requests: 0,
  pictures_decoded: 1100,
  inferences: 0,
  captions_asked: 0,
}

describe('summaryLines', () => {
  it('shows phase by phase who was left out why, most frequent first, and where the dataset is', () => {
    const counts = {
      extract: { ...none, in: 2000, kept: 1900, dropped: { url_bad: 40, text_short: 60 } },
      fetch: {
        ...none,
        in: 1900,
        kept: 1000,
        dropped: { not_in_archive: 300, too_many_bytes: 1 },
        failed: { decode_error: 500, not_an_image: 90, body_truncated: 5, decode_crash: 4 },
      },
      select: { ...none, in: 1000, kept: 1000 },
      pack: { ...none, in: 1000, kept: 1000 },
    }
    const funnel = { candidates: 2000, kept: 1000, dropped: 401, failed: 599 }
    expect(summaryLines({ counts, work, funnel, mayPass: 7, selected: null }, 'demo/run').join('\n')).toBe(`
phase       in  left out  went on  why left out
extract  2,000       100    1,900  text_short 60, url_bad 40
fetch    1,900       900    1,000  decode_error 500, not_in_archive 300, not_an_image 90, body_truncated 5, 2 other reasons 5
select   1,000         0    1,000

2,000 candidates = 1,000 kept (50.0 %) + 401 dropped + 599 failed
7 failures of fetch may pass: run again with --retry-failed to ask for those
This time: 4 archive passes, 1,200 records read, 1,100 pictures decoded
Dataset:   demo/run/dataset, 1,000 samples
`)
  })

  it('claims no dataset where there is none yet', () => {
    const stopped = summaryLines(
      { counts: { extract: none }, work, funnel: null, mayPass: 0, selected: null },
      'out',
    )
    expect(stopped.join('\n')).not.toContain('dataset')
    const recut = summaryLines(
      {
        counts: { select: none },
        work: { ...work, archive_passes: 0, records_read: 0, pictures_decoded: 0 },
        funnel: { candidates: 0, kept: 0, dropped: 0, failed: 0 },
        mayPass: 0,
        selected: null,
      },
      'out',
    )
    expect(recut.join('\n')).toContain('no picture, record or model was touched')
    expect(recut.join('\n')).toContain('out/selections')
  })

  it('says whose words a trainer will read, and which sizes it will see', () => {
    const selected = {
      shards: [
        { bucket: '832x1216', samples: 100 },
        { bucket: '1024x1024', samples: 1000 },
        { bucket: '1024x1024', samples: 500 },
      ],
      captions: { alt: 600, synthetic: 1000, fell_back: 12 },
      shrunk_too_small: 3,
    }
    const lines = summaryLines({ counts: {}, work, funnel: null, mayPass: 0, selected }, 'out')
    expect(lines).toContain('Captions:  1,000 synthetic, 600 alt (12 since no caption was written)')
    expect(lines).toContain('Buckets:   2 sizes in 3 shards: 1024x1024 1,500, 832x1216 100')
    expect(lines.join('\n')).toContain('3 pictures too small for a bucket only as fetch stored them')
  })
})
