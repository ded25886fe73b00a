import type { CompareSection } from '@warc2dataset/schemas'
import { displayText } from '../../data/display-text.js'
import { languageName, scriptName, tldName } from '../figures/part-name.js'
import { ShareFigure, type Sides } from '../figures/share-figure.js'
import { shareRows } from '../figures/share-rows.js'
import { axisTotals } from './axis-totals.js'

interface AxisSharesProps {
  readonly share: CompareSection['shares'][number]
  readonly overlap: CompareSection['overlap']
}

const AXES = {
  language: { title: 'Languages of what each kept', part: 'Language' },
  script: { title: 'Scripts of what each kept', part: 'Script' },
  domain: { title: 'Sites of what each kept', part: 'Site' },
  tld: { title: 'Top-level domains of what each kept', part: 'Top-level domain' },
  text_class: { title: 'Classes of text of what each kept', part: 'Class' },
  group: { title: 'Mentions in the texts of what each kept', part: 'Alt-texts that mention' },
} as const

const SIDES: Sides = { before: 'A', after: 'B', same: false }

/** Shares among the kept of A and of B along one axis. */
export function AxisShares({ share: { axis, divergence, parts }, overlap }: AxisSharesProps) {
  const { title, part } = AXES[axis]
  const labels = new Map(parts.map(({ value, label }) => [value, label]))
  const counted = parts.map(({ value, a, b }) => ({ value, before: a, after: b, rate: null }))
  return (
    <ShareFigure
      title={title}
      caption={`The ring is the share among what A kept, the diamond among what B kept. ${divergenceOf(divergence)}`}
      part={part}
      nameOf={(value) => partName(axis, value ?? '', labels)}
      rows={shareRows(counted, axisTotals(axis, counted, overlap))}
      sides={SIDES}
    />
  )
}

function partName(
  axis: CompareSection['shares'][number]['axis'],
  value: string,
  labels: ReadonlyMap<string, string>,
): string {
  const label = labels.get(value) ?? value
  if (label !== value) return displayText(label)
  if (axis === 'language') return languageName(value)
  if (axis === 'script') return scriptName(value)
  return axis === 'tld' ? tldName(value) : displayText(value)
}

function divergenceOf(bits: number | null): string {
  return bits === null
    ? ''
    : `Jensen–Shannon divergence: ${bits.toFixed(4)} bits (0: the same mix, 1: nothing in common).`
}
