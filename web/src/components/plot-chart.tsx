import { type PlotOptions, plot } from '@observablehq/plot'
import { useLayoutEffect, useRef } from 'preact/hooks'

export interface PlotChartProps {
  /** What to draw, or how at a width in CSS pixels. The width is set here. */
  readonly options: PlotOptions | ((width: number) => PlotOptions)
  /** What the chart shows, for who cannot see it: one sentence. The numbers are in the table twin. */
  readonly label: string
}

/** Width before the page is laid out, and in a page that is not shown. */
const UNKNOWN_WIDTH = 640

/** A chart of Observable Plot, as wide as its place, drawn again when that changes. */
export function PlotChart({ options, label }: PlotChartProps) {
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    let drawn = 0
    const draw = () => {
      const width = Math.floor(element.clientWidth) || UNKNOWN_WIDTH
      if (width === drawn) return
      drawn = width
      element.replaceChildren(
        drawChart(typeof options === 'function' ? options(width) : options, width, label),
      )
    }
    draw()
    if (typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(draw)
    observer.observe(element)
    return () => observer.disconnect()
  }, [options, label])
  return <div class="plot" ref={place} />
}

function drawChart(options: PlotOptions, width: number, label: string): Element {
  const chart = plot({ ...options, width, style: { background: 'none', overflow: 'visible' } })
  // Plot labels groups, which have no role to label; one name for the whole is what a screen reader needs.
  for (const part of chart.querySelectorAll('[aria-label], [aria-description]')) {
    part.removeAttribute('aria-label')
    part.removeAttribute('aria-description')
  }
  chart.setAttribute('role', 'img')
  chart.setAttribute('aria-label', label)
  return chart
}
