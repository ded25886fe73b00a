import { basename } from 'node:path'
import { VERSION } from '@warc2dataset/pipeline/version'
import type { ModelManifest } from '@warc2dataset/schemas'
import { RUNTIME } from '@warc2dataset/stages/clip/model/open-tower'
import type { OpenClipAnswer } from './ask-open-clip.js'
import { comparePairs, type JudgedPair } from './compare.js'
import type { OpenClipName } from './open-clip-names.js'
import { passRates } from './pass-rates.js'
import { quantilesOf } from './quantiles.js'
import type { StoredPairs } from './read-pairs.js'
import type { Report } from './report.js'
import type { MadeRun } from './run-product.js'
import { EPSILONS, type Precision } from './weights-precision.js'

/** All that an acceptance found. */
export interface Findings {
  readonly manifest: ModelManifest
  readonly manifestSha256: string
  readonly precision: Precision
  readonly archive: Report['archive']
  readonly name: OpenClipName
  /** Null: a tag. */
  readonly pretrainedSha256: string | null
  readonly made: MadeRun
  readonly stored: StoredPairs
  readonly answer: OpenClipAnswer
}

/** The report of an acceptance. Pure; at least one pair. */
export function writeUp({ manifest, made, stored, answer, ...found }: Findings): Report {
  const pairs = stored.pairs.map(
    ({ key, similarity }): JudgedPair => ({
      key,
      ours: similarity,
      openClip: answer.cosines.get(key) ?? Number.NaN,
    }),
  )
  const comparison = comparePairs(pairs, EPSILONS[found.precision])
  const { preprocess, device, ...versions } = answer.about
  const { pretrained } = found.name
  const { name, id, license, domain, toy, threshold } = manifest
  const { funnel, counts } = made.report
  return {
    version: 1,
    accepted: comparison.within === comparison.pairs && stored.differs === 0,
    model: {
      ...{ name, id, license, domain, toy },
      manifest_sha256: found.manifestSha256,
      image_sha256: manifest.image.sha256,
      text_sha256: manifest.text.sha256,
      weights: found.precision,
    },
    archive: found.archive,
    open_clip: {
      model: found.name.model,
      pretrained: pretrained === null || found.pretrainedSha256 === null ? pretrained : basename(pretrained),
      pretrained_sha256: found.pretrainedSha256,
      preprocess,
      device,
    },
    versions: {
      warc2dataset: VERSION,
      node: process.versions.node,
      runtime: RUNTIME,
      provider: made.provider,
      ...versions,
    },
    comparison,
    dataset_differs: stored.differs,
    quantiles: {
      ours: quantilesOf(pairs.map(({ ours }) => ours)),
      open_clip: quantilesOf(pairs.map(({ openClip }) => openClip)),
    },
    pass: passRates({ pairs, threshold, packed: stored.packed }),
    unscored: { ...stored.unscored },
    funnel: {
      phases: counts as Report['funnel']['phases'],
      ...{ candidates: funnel?.candidates ?? 0, kept: funnel?.kept ?? 0 },
      ...{ dropped: funnel?.dropped ?? 0, failed: funnel?.failed ?? 0 },
    },
  }
}
