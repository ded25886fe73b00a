/** What part of the map is seen: data (0 to 1, y up) is drawn `scale` times as large as the square that fits. */
export interface MapView {
  /** Data at the middle of the canvas. */
  readonly x: number
  readonly y: number
  /** 1: all of it. */
  readonly scale: number
}

/** CSS pixels. */
export interface MapSize {
  readonly width: number
  readonly height: number
}

export const WHOLE: MapView = { x: 0.5, y: 0.5, scale: 1 }
export const MOST_SCALE = 400
const PAD = 16

/** Pixels per unit of data, the same on both axes: stretching one would change what is near. */
export function unit({ scale }: MapView, { width, height }: MapSize): number {
  return Math.max(1, Math.min(width, height) - 2 * PAD) * scale
}

/** Pixels of a point of data. */
export function toPixels(view: MapView, size: MapSize, x: number, y: number): readonly [number, number] {
  const per = unit(view, size)
  return [size.width / 2 + (x - view.x) * per, size.height / 2 - (y - view.y) * per]
}

/** Data at a pixel. */
export function toData(view: MapView, size: MapSize, px: number, py: number): readonly [number, number] {
  const per = unit(view, size)
  return [view.x + (px - size.width / 2) / per, view.y - (py - size.height / 2) / per]
}

/** The middle stays over the data, so that nobody gets lost. */
function held({ x, y, scale }: MapView): MapView {
  const within = (value: number) => Math.min(1, Math.max(0, value))
  return { x: within(x), y: within(y), scale }
}

/** Zooms so that the data under a pixel stays under it (except where that would leave the map). */
export function zoomed(view: MapView, size: MapSize, factor: number, px: number, py: number): MapView {
  const scale = Math.min(MOST_SCALE, Math.max(1, view.scale * factor))
  const [x, y] = toData(view, size, px, py)
  const per = unit({ ...view, scale }, size)
  return held({ x: x - (px - size.width / 2) / per, y: y + (py - size.height / 2) / per, scale })
}

/** Moves what is seen by pixels: positive `dx` brings up what lies to the left. */
export function panned(view: MapView, size: MapSize, dx: number, dy: number): MapView {
  const per = unit(view, size)
  return held({ ...view, x: view.x - dx / per, y: view.y + dy / per })
}

/** A view with the point in the middle, near enough to tell it from its neighbours. */
export function centred(view: MapView, x: number, y: number): MapView {
  return held({ x, y, scale: view.scale })
}
