import { useEffect, useState } from 'preact/hooks'

export interface MapColours {
  /** Colour of each class as a pixel of a canvas, in the order of bytes of this machine. */
  readonly pixels: readonly number[]
  readonly ink: string
  readonly paper: string
}

/** Queries on which colours of the page depend. */
const SCHEMES = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)']

/** A canvas knows no CSS variables: their values, read again when the colour scheme changes. */
export function useMapColours(names: readonly string[]): MapColours | null {
  const [colours, setColours] = useState<MapColours | null>(null)
  const key = names.join(' ')
  useEffect(() => {
    const read = () => {
      const style = getComputedStyle(document.documentElement)
      const value = (name: string) => style.getPropertyValue(name).trim()
      setColours({
        pixels: pixelsOf(key.split(' ').map(value)),
        ink: value('--ink'),
        paper: value('--paper'),
      })
    }
    read()
    const lists = SCHEMES.map((query) => matchMedia(query))
    for (const list of lists) list.addEventListener('change', read)
    return () => {
      for (const list of lists) list.removeEventListener('change', read)
    }
  }, [key])
  return colours
}

/** The browser itself reads the colours: they may be names of the system's. */
function pixelsOf(colours: readonly string[]): readonly number[] {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, colours.length)
  canvas.height = 1
  const context = canvas.getContext('2d')
  if (context === null) return colours.map(() => 0)
  colours.forEach((colour, at) => {
    context.fillStyle = colour
    context.fillRect(at, 0, 1, 1)
  })
  return Array.from(new Uint32Array(context.getImageData(0, 0, canvas.width, 1).data.buffer))
}
