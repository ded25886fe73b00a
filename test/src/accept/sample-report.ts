import { PERCENTS } from './quantiles.js'
import type { Report } from './report.js'

const HASH = 'a'.repeat(64)
const NOBODY = { in: 3, kept: 3, shadow: 0, dropped: {}, failed: {} }
const quantiles = Object.fromEntries(
  PERCENTS.map((percent) => [`p${percent}`, percent / 100]),
) as Report['quantiles']['ours']

/** A report for tests, of weights that claim to be trained. */
export function sampleReport(model: Partial<Report['model']> = {}, accepted = true): Report {
  return {
    version: 1,
    accepted,
    model: {
      name: 'b32',
      id: 'maker/some-model',
      license: 'MIT',
      domain: null,
      toy: false,
      manifest_sha256: HASH,
      image_sha256: HASH,
      text_sha256: HASH,
      weights: 'fp32',
      ...model,
    },
    archive: { name: 'crawl.warc.gz', bytes: 10, sha256: HASH },
    open_clip: {
      model: 'ViT-B-32-quickgelu',
      pretrained: 'openai',
      pretrained_sha256: null,
      preprocess: { interpolation: 'bicubic' },
      device: 'cpu',
    },
    versions: {
      warc2dataset: '0.1.0',
      node: '20.19.0',
      runtime: 'onnxruntime 1',
      provider: 'cpu',
      open_clip: '3.3.0',
      torch: '2',
      python: '3.11',
    },
    comparison: {
      pairs: 3,
      epsilon: 1e-5,
      within: accepted ? 3 : 2,
      max: accepted ? 2e-7 : 4e-3,
      mean: 1e-7,
      p99: 2e-7,
      worst: [{ key: '000000001', ours: 0.25, open_clip: 0.2500002, difference: 2e-7 }],
    },
    dataset_differs: 0,
    quantiles: { ours: quantiles, open_clip: quantiles },
    pass: {
      threshold: { value: 0.28, source: 'somewhere', ours: 0.5, open_clip: 0.5, flips: 0 },
      fraction: { value: 0.3, kept: 1, share: 1 / 3, cut: 0.3, also_by_open_clip: 1 },
    },
    unscored: { picture_unreadable: 1 },
    funnel: { phases: { extract: NOBODY }, candidates: 3, kept: 1, dropped: 2, failed: 0 },
  }
}
