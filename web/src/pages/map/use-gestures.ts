import { useEffect, useRef } from 'preact/hooks'
import { type MapSize, type MapView, panned, WHOLE, zoomed } from './map-view.js'

export interface Gestures {
  readonly view: MapView
  readonly size: MapSize
  readonly onView: (view: MapView) => void
  /** The pointer rests at a pixel, without a button; null: it left. */
  readonly onHover: (at: readonly [number, number] | null) => void
  readonly onPress: (at: readonly [number, number]) => void
}

/** A pointer that moved no further than this pressed, px. */
const PRESS = 5
const KEY_ZOOM = 1.5

/** Pointer, wheel and keys on the map's frame. */
export function useGestures(place: { readonly current: HTMLElement | null }, gestures: Gestures): void {
  const now = useRef(gestures)
  now.current = gestures
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const stop = new AbortController()
    const options = { signal: stop.signal }
    let held: { x: number; y: number; moved: number } | null = null
    const at = (event: MouseEvent): readonly [number, number] => {
      const box = element.getBoundingClientRect()
      return [event.clientX - box.left, event.clientY - box.top]
    }
    element.addEventListener(
      'pointerdown',
      (event) => {
        if (event.button !== 0) return
        const [x, y] = at(event)
        held = { x, y, moved: 0 }
        element.setPointerCapture(event.pointerId)
      },
      options,
    )
    element.addEventListener(
      'pointermove',
      (event) => {
        const [x, y] = at(event)
        if (held === null) return now.current.onHover([x, y])
        const [dx, dy] = [x - held.x, y - held.y]
        held = { x, y, moved: held.moved + Math.abs(dx) + Math.abs(dy) }
        if (held.moved > PRESS) now.current.onView(panned(now.current.view, now.current.size, dx, dy))
      },
      options,
    )
    element.addEventListener(
      'pointerup',
      (event) => {
        if (held !== null && held.moved <= PRESS) now.current.onPress(at(event))
        held = null
      },
      options,
    )
    element.addEventListener('pointercancel', () => (held = null), options)
    element.addEventListener('pointerleave', () => now.current.onHover(null), options)
    element.addEventListener(
      'wheel',
      (event) => {
        const { view, size, onView } = now.current
        // The page scrolls on where the map cannot get smaller.
        if (event.deltaY > 0 && view.scale <= 1) return
        event.preventDefault()
        const [x, y] = at(event)
        const lines = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY
        onView(zoomed(view, size, Math.exp(-Math.max(-200, Math.min(200, lines)) / 300), x, y))
      },
      { ...options, passive: false },
    )
    element.addEventListener(
      'keydown',
      (event) => {
        const { view, size, onView } = now.current
        const next = keyed(event, view, size)
        if (next === null) return
        event.preventDefault()
        onView(next)
      },
      options,
    )
    return () => stop.abort()
  }, [place])
}

/** The view after a key, null for a key that is none of the map's. */
export function keyed(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  view: MapView,
  size: MapSize,
): MapView | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  const [width, height] = [size.width, size.height]
  switch (event.key) {
    case 'ArrowLeft':
      return panned(view, size, width / 8, 0)
    case 'ArrowRight':
      return panned(view, size, -width / 8, 0)
    case 'ArrowUp':
      return panned(view, size, 0, height / 8)
    case 'ArrowDown':
      return panned(view, size, 0, -height / 8)
    case '+':
    case '=':
      return zoomed(view, size, KEY_ZOOM, width / 2, height / 2)
    case '-':
      return zoomed(view, size, 1 / KEY_ZOOM, width / 2, height / 2)
    case '0':
    case 'Home':
      return WHOLE
    default:
      return null
  }
}
