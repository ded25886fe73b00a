import type { MapPoints } from '@warc2dataset/schemas'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { drawFrame } from './draw-frame.js'
import { centred, type MapSize, type MapView, toData, unit, WHOLE, zoomed } from './map-view.js'
import type { PointClasses } from './point-classes.js'
import { nearestPoint, pointGrid } from './point-grid.js'
import { mixedOrder } from './raster-points.js'
import { useGestures } from './use-gestures.js'
import { useMapColours } from './use-map-colours.js'

/** How far from a point the pointer may be, CSS px. */
const REACH = 14

interface MapCanvasProps {
  readonly points: MapPoints
  readonly shown: Uint8Array
  readonly classes: PointClasses
  /** What the canvas shows, in words. */
  readonly label: string
  readonly pinned: number
  readonly onPin: (point: number) => void
  readonly onHover: (point: number) => void
  /** Under the pointer, and marked by the list; -1: none. */
  readonly hovered: number
  readonly marked: number
  /** A point to bring into the middle, and a number that grows with each wish. */
  readonly centre: { readonly point: number; readonly wish: number }
}

/** The map itself: draws a frame when, and only when, something in it changed. */
export function MapCanvas(props: MapCanvasProps) {
  const { points, shown, classes, pinned, hovered, marked, centre } = props
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useSize(frame)
  const [view, setView] = useState<MapView>(WHOLE)
  const colours = useMapColours(useMemo(() => classes.classes.map(({ colour }) => colour), [classes]))
  const grid = useMemo(() => pointGrid(points.x, points.y), [points])
  const order = useMemo(() => mixedOrder(points.x.length), [points])
  useEffect(() => {
    if (centre.point >= 0)
      setView((now) => centred(now, points.x[centre.point] ?? 0.5, points.y[centre.point] ?? 0.5))
  }, [centre, points])
  const find = ([px, py]: readonly [number, number]) => {
    const [x, y] = toData(view, size, px, py)
    return nearestPoint(grid, x, y, REACH / unit(view, size), (point) => shown[point] === 1)
  }
  useGestures(frame, {
    view,
    size,
    onView: setView,
    onHover: (at) => props.onHover(at === null ? -1 : find(at)),
    onPress: (at) => props.onPin(find(at)),
  })
  useEffect(() => {
    if (colours === null || size.width === 0) return
    const request = requestAnimationFrame(() => {
      const context = canvas.current?.getContext('2d')
      if (!canvas.current || !context) return
      const start = performance.now()
      const ratio = devicePixelRatio || 1
      fit(canvas.current, size, ratio)
      drawFrame(
        context,
        { points, order, shown, classOf: classes.of, pixels: colours.pixels },
        { view, size, ratio, marked: [hovered, marked, pinned], ink: colours.ink, paper: colours.paper },
      )
      // For who measures frames: what this one took, ms, and how many there were.
      canvas.current.dataset['drawMs'] = (performance.now() - start).toFixed(2)
      canvas.current.dataset['frames'] = String(Number(canvas.current.dataset['frames'] ?? 0) + 1)
    })
    return () => cancelAnimationFrame(request)
  }, [points, order, shown, classes, colours, view, size, hovered, marked, pinned])
  const zoom = (factor: number) => setView(zoomed(view, size, factor, size.width / 2, size.height / 2))
  return (
    <div class="map-place">
      <div
        class={view.scale > 1 ? 'map-frame map-near' : 'map-frame'}
        ref={frame}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move and zoom the map
        tabIndex={0}
        aria-label="Map. Arrow keys move it, plus and minus zoom, 0 shows all. The same points are in the list below."
      >
        <canvas ref={canvas} role="img" aria-label={props.label} />
      </div>
      <div class="map-buttons">
        <button type="button" onClick={() => zoom(2)}>
          <span aria-hidden="true">+</span>
          <span class="visually-hidden">Zoom in</span>
        </button>
        <button type="button" onClick={() => zoom(0.5)} disabled={view.scale <= 1}>
          <span aria-hidden="true">−</span>
          <span class="visually-hidden">Zoom out</span>
        </button>
        <button type="button" onClick={() => setView(WHOLE)}>
          Show all
        </button>
      </div>
    </div>
  )
}

/** Setting the size of a canvas clears it, so only where it changed. */
function fit(canvas: HTMLCanvasElement, { width, height }: MapSize, ratio: number): void {
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width !== w) canvas.width = w
  if (canvas.height !== h) canvas.height = h
}

function useSize(place: { readonly current: HTMLElement | null }): MapSize {
  const [size, setSize] = useState<MapSize>({ width: 0, height: 0 })
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const read = () => setSize({ width: element.clientWidth, height: element.clientHeight })
    read()
    const observer = new ResizeObserver(read)
    observer.observe(element)
    return () => observer.disconnect()
  }, [place])
  return size
}
