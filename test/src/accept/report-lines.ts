import { percent } from '@warc2dataset/pipeline/cli/plain-numbers'
import { textTable } from '@warc2dataset/pipeline/cli/text-table'
import { PERCENTS } from './quantiles.js'
import type { Report } from './report.js'

/** A report for a person: what was compared, how far apart it is, who passes. */
export function reportLines(report: Report): readonly string[] {
  const { model, archive, open_clip: peer, versions, comparison, funnel } = report
  return [
    '',
    `${model.id} (${model.weights}, ${versions.runtime}, ${versions.provider}) on ${archive.name}`,
    `beside open_clip ${versions.open_clip}: ${peer.model}, ${peer.pretrained ?? 'weights of its own'} (torch ${versions.torch}, ${peer.device})`,
    '',
    ...textTable([
      ['pairs', 'within', 'ε', 'max', 'mean', 'p99'],
      [
        String(comparison.pairs),
        String(comparison.within),
        ...[comparison.epsilon, comparison.max, comparison.mean, comparison.p99].map(exponential),
      ],
    ]),
    '',
    ...textTable([
      ['worst pairs', 'ours', 'open_clip', 'difference'],
      ...comparison.worst.map(({ key, ours, open_clip, difference }) => [
        key,
        ours.toFixed(7),
        open_clip.toFixed(7),
        exponential(difference),
      ]),
    ]),
    '',
    ...textTable([
      ['similarity', ...PERCENTS.map((at) => `p${at}`)],
      ...(['ours', 'open_clip'] as const).map((side) => [
        side,
        ...PERCENTS.map((at) => report.quantiles[side][`p${at}`].toFixed(4)),
      ]),
    ]),
    '',
    thresholdLine(report),
    fractionLine(report),
    `${funnel.candidates} candidates = ${funnel.kept} kept + ${funnel.dropped} dropped + ${funnel.failed} failed`,
    ...(report.dataset_differs === 0
      ? []
      : [`${report.dataset_differs} rows of the dataset differ from what was scored`]),
    '',
    report.accepted ? 'Within ε: accepted.' : 'Not within ε: not accepted.',
    '',
  ]
}

function thresholdLine({ pass: { threshold }, comparison: { pairs } }: Report): string {
  if (threshold === null) return 'The model has no published threshold.'
  const { value, ours, open_clip, flips } = threshold
  return `At its threshold ${value} pass ${percent(ours, 1)}, by open_clip ${percent(open_clip, 1)}; ${flips} of ${pairs} fall on the other side.`
}

function fractionLine({ pass: { fraction } }: Report): string {
  const { value, kept, share, cut, also_by_open_clip: also } = fraction
  return `At fraction ${value} pass ${kept} (${percent(share, 1)}), down to ${cut?.toFixed(4) ?? '-'}; ${also} of them by open_clip, too.`
}

function exponential(value: number): string {
  return value.toExponential(1)
}
