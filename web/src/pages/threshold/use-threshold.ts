import type { ThresholdSection } from '@warc2dataset/schemas'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { useHashQuery } from '../use-hash-query.js'
import { edgeOf } from './bin-counts.js'
import { binOfTyped, type SliderRange } from './slider-range.js'

/** Pause after which a move of the slider is a place that the back button returns to, ms. */
const SETTLED = 500

/**
 * The chosen bin, held in the address as `t`. While it moves only the page follows; once it rests the address does, so
 * that the history has one entry for one move.
 */
export function useThreshold(
  section: ThresholdSection,
  range: SliderRange,
): readonly [number, (bin: number) => void] {
  const [query, setQuery] = useHashQuery('threshold')
  const typed = query.get('t')
  const inAddress = (typed === null ? null : binOfTyped(section, range, typed)) ?? range.start
  const [bin, setBin] = useState(inAddress)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => {
    clearTimeout(timer.current)
    setBin(inAddress)
  }, [inAddress])
  useEffect(() => () => clearTimeout(timer.current), [])
  const choose = useCallback(
    (next: number) => {
      setBin(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setQuery({ t: String(edgeOf(section, next)) }, 'push'), SETTLED)
    },
    [section, setQuery],
  )
  return [bin, choose]
}
