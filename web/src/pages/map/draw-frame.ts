import { type MapSize, type MapView, toPixels } from './map-view.js'
import { pointRadius, rasterPoints, type Scene } from './raster-points.js'

export interface Frame {
  readonly view: MapView
  readonly size: MapSize
  /** Device pixels per CSS pixel. */
  readonly ratio: number
  /** Points with a ring: pinned, marked or under the pointer; -1: none. */
  readonly marked: readonly number[]
  readonly ink: string
  readonly paper: string
}

/** Draws one frame into a canvas that already has the size of the frame in device pixels. */
export function drawFrame(context: CanvasRenderingContext2D, scene: Scene, frame: Frame): void {
  const { width, height } = context.canvas
  // New pixels are transparent: what is under the canvas is the paper.
  const picture = context.createImageData(width, height)
  rasterPoints(new Uint32Array(picture.data.buffer), width, height, scene, frame)
  context.putImageData(picture, 0, 0)
  for (const point of frame.marked) if (point >= 0) drawMark(context, scene, point, frame)
}

function drawMark(
  context: CanvasRenderingContext2D,
  { points }: Scene,
  point: number,
  { view, size, ratio, ink, paper }: Frame,
): void {
  const [px, py] = toPixels(view, size, points.x[point] ?? 0, points.y[point] ?? 0)
  const radius = (pointRadius(view) + 6) * ratio
  for (const [width, colour] of [
    [6, paper],
    [2.5, ink],
  ] as const) {
    context.lineWidth = width * ratio
    context.strokeStyle = colour
    context.beginPath()
    context.arc(px * ratio, py * ratio, radius, 0, 2 * Math.PI)
    context.stroke()
  }
}
