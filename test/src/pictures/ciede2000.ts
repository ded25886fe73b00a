/** CIE L*, a*, b*. */
export type Lab = readonly [l: number, a: number, b: number]

const pow7of25 = 25 ** 7

/**
 * CIEDE2000 with all weights 1, as Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula: implementation notes,
 * supplementary test data, and mathematical observations" (2005), equations 2 to 22. 1 is about what an eye can tell
 * side by side.
 */
export function ciede2000(one: Lab, other: Lab): number {
  const [l1, a1, b1] = one
  const [l2, a2, b2] = other
  const g = 0.5 * (1 - ratio7((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2))
  const c1 = Math.hypot((1 + g) * a1, b1)
  const c2 = Math.hypot((1 + g) * a2, b2)
  const h1 = hue((1 + g) * a1, b1)
  const h2 = hue((1 + g) * a2, b2)
  const isGray = c1 * c2 === 0
  const turn = isGray ? 0 : shortWay(h2 - h1)
  const lightness = (l1 + l2) / 2
  const chroma = (c1 + c2) / 2
  const mean = isGray ? h1 + h2 : meanHue(h1, h2)
  const t =
    1 - 0.17 * cos(mean - 30) + 0.24 * cos(2 * mean) + 0.32 * cos(3 * mean + 6) - 0.2 * cos(4 * mean - 63)
  const square = (lightness - 50) ** 2
  const dl = (l2 - l1) / (1 + (0.015 * square) / Math.sqrt(20 + square))
  const dc = (c2 - c1) / (1 + 0.045 * chroma)
  const dh = (2 * Math.sqrt(c1 * c2) * sin(turn / 2)) / (1 + 0.015 * chroma * t)
  const rotation = -2 * ratio7(chroma) * sin(60 * Math.exp(-(((mean - 275) / 25) ** 2)))
  return Math.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rotation * dc * dh)
}

function ratio7(chroma: number): number {
  return Math.sqrt(chroma ** 7 / (chroma ** 7 + pow7of25))
}

/** Degrees, 0 to 360. */
function hue(a: number, b: number): number {
  if (a === 0 && b === 0) return 0
  const degrees = (Math.atan2(b, a) * 180) / Math.PI
  return degrees < 0 ? degrees + 360 : degrees
}

function shortWay(turn: number): number {
  if (turn > 180) return turn - 360
  return turn < -180 ? turn + 360 : turn
}

function meanHue(h1: number, h2: number): number {
  const sum = h1 + h2
  if (Math.abs(h1 - h2) <= 180) return sum / 2
  return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2
}

function cos(degrees: number): number {
  return Math.cos((degrees * Math.PI) / 180)
}

function sin(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180)
}
