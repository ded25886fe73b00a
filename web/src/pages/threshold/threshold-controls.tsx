import { useEffect, useId, useState } from 'preact/hooks'
import { count } from '../../components/rate.js'
import { countFrom, edgeOf, nearestEdge } from './bin-counts.js'
import { edgeText, type LabView } from './lab-view.js'
import { binOfFraction } from './match-fraction.js'
import { keptSentence } from './sentence.js'
import { binOfTyped } from './slider-range.js'

/** Pause before a moving slider is read out, ms: a screen reader should hear where it stopped, not each step. */
const SPOKEN_AFTER = 600

interface ControlsProps extends LabView {
  readonly onBin: (bin: number) => void
}

/** Slider, typed threshold, typed share, and the sentence that says what they give. */
export function ThresholdControls({ section, range, bin, onBin }: ControlsProps) {
  const id = useId()
  const kept = countFrom(section.eligible, bin)
  const sentence = keptSentence(
    { threshold: edgeText(section, bin), kept },
    {
      threshold: edgeText(section, range.start),
      kept: countFrom(section.eligible, range.start),
      isCut: section.cut !== null,
    },
  )
  const ends = { min: edgeOf(section, range.min), max: edgeOf(section, range.max), step: section.width }
  return (
    <section class="lab-controls" aria-label="Choose a threshold">
      <label class="lab-name" for={`${id}-range`}>
        Threshold of {section.score}
      </label>
      <div class={section.knows_below ? 'lab-track' : 'lab-track lab-track-upper'}>
        {!section.knows_below && (
          <span class="lab-unknown">
            <span>below {edgeText(section, range.min)}: not recorded</span>
          </span>
        )}
        <input
          id={`${id}-range`}
          type="range"
          {...ends}
          value={edgeOf(section, bin)}
          aria-valuetext={`${edgeText(section, bin)}, ${count(kept)} rows kept`}
          onInput={(event) => onBin(nearestEdge(section, event.currentTarget.valueAsNumber))}
        />
      </div>
      <div class="lab-ends quiet" aria-hidden="true">
        <span>{edgeText(section, range.min).replace('-', '−')}</span>
        <span>{edgeText(section, range.max).replace('-', '−')}</span>
      </div>
      <div class="lab-boxes">
        <TypedBox
          label="Threshold, typed"
          {...ends}
          text={edgeText(section, bin)}
          onText={(text) => binOfTyped(section, range, text)}
          onBin={onBin}
        />
        <FractionBox section={section} range={range} bin={bin} onBin={onBin} />
        <button type="button" onClick={() => onBin(range.start)} disabled={bin === range.start}>
          Back to {section.cut === null ? 'the lowest score' : `the cut, ${edgeText(section, range.start)}`}
        </button>
      </div>
      <p class="lab-said">
        <strong>{sentence}</strong>
      </p>
      <SpokenLater text={sentence} />
    </section>
  )
}

function FractionBox({ section, range, bin, onBin }: ControlsProps) {
  const all = countFrom(section.scored, range.min)
  const share = all === 0 ? 0 : countFrom(section.scored, bin) / all
  return (
    <TypedBox
      label="Or the share of scored rows that reach it, %"
      min={0}
      max={100}
      step="any"
      text={String(Number((share * 100).toFixed(2)))}
      onText={(text) => {
        const percent = text.trim() === '' ? Number.NaN : Number(text)
        return Number.isFinite(percent) ? binOfFraction(section.scored, range, percent / 100) : null
      }}
      onBin={onBin}
    />
  )
}

interface TypedBoxProps {
  readonly label: string
  readonly min: number
  readonly max: number
  readonly step: number | 'any'
  readonly text: string
  /** Null: not a number, so the box goes back to what it was. */
  readonly onText: (text: string) => number | null
  readonly onBin: (bin: number) => void
}

/** Takes what is typed when the reader is done with it, then shows the edge that it was snapped to. */
function TypedBox({ label, min, max, step, text, onText, onBin }: TypedBoxProps) {
  const id = useId()
  const [draft, setDraft] = useState<string | null>(null)
  return (
    <span class="lab-box">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        min={min}
        max={max}
        step={step}
        value={draft ?? text}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onChange={(event) => {
          const bin = onText(event.currentTarget.value)
          setDraft(null)
          if (bin !== null) onBin(bin)
        }}
        onBlur={() => setDraft(null)}
      />
    </span>
  )
}

/** The sentence for a screen reader, once the slider rests; silent until it first moves. */
function SpokenLater({ text }: { readonly text: string }) {
  const [spoken, setSpoken] = useState('')
  const [first] = useState(text)
  useEffect(() => {
    if (spoken === '' && text === first) return
    const timer = setTimeout(() => setSpoken(text), SPOKEN_AFTER)
    return () => clearTimeout(timer)
  }, [text, first, spoken])
  return (
    <p class="visually-hidden" role="status" aria-live="polite">
      {spoken}
    </p>
  )
}
