import { ciede2000, type Lab } from './ciede2000.js'

/** 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** What the rows of the matrix from linear sRGB to XYZ, D65 (IEC 61966-2-1), add up to, so that grays are gray. */
const white = { x: 0.4124 + 0.3576 + 0.1805, z: 0.0193 + 0.1192 + 0.9505 } as const

const linear = Array.from({ length: 256 }, (_, level) => {
  const encoded = level / 255
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4
})

/** CIE L*a*b* against D65 of an sRGB colour in whole levels. */
export function labOf([red, green, blue]: Rgb): Lab {
  const r = linear[red] ?? Number.NaN
  const g = linear[green] ?? Number.NaN
  const b = linear[blue] ?? Number.NaN
  const x = cubeRoot((0.4124 * r + 0.3576 * g + 0.1805 * b) / white.x)
  const y = cubeRoot(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = cubeRoot((0.0193 * r + 0.1192 * g + 0.9505 * b) / white.z)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function cubeRoot(t: number): number {
  return t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116
}

/** CIEDE2000 between two sRGB colours in whole levels. */
export function differenceOf(one: Rgb, other: Rgb): number {
  return ciede2000(labOf(one), labOf(other))
}

export interface Difference {
  readonly mean: number
  readonly max: number
}

/** Over all pixels of two RGB pictures of one size; infinite where the lengths differ. */
export function pictureDifference(one: Uint8Array, other: Uint8Array): Difference {
  if (one.length !== other.length || one.length === 0)
    return { mean: Number.POSITIVE_INFINITY, max: Number.POSITIVE_INFINITY }
  let sum = 0
  let max = 0
  for (let at = 0; at < one.length; at += 3) {
    if (isSame(one, other, at)) continue
    const difference = differenceOf(rgbAt(one, at), rgbAt(other, at))
    sum += difference
    max = Math.max(max, difference)
  }
  return { mean: sum / (one.length / 3), max }
}

function isSame(one: Uint8Array, other: Uint8Array, at: number): boolean {
  return one[at] === other[at] && one[at + 1] === other[at + 1] && one[at + 2] === other[at + 2]
}

export function rgbAt(data: Uint8Array, at: number): Rgb {
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
}
