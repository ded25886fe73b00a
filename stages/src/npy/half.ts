const bits = new Uint32Array(1)
const float = new Float32Array(bits.buffer)

/** Nearest float16 (IEEE 754 binary16, as its 16 bits) of a float32, ties to even; from 65520 on it is infinite. */
export function toHalf(value: number): number {
  float[0] = value
  const all = bits[0] as number
  const sign = (all >>> 16) & 0x8000
  const magnitude = all & 0x7fff_ffff
  // NaN stays NaN: quiet, with the upper bits of its payload.
  if (magnitude > 0x7f80_0000) return sign | 0x7e00 | ((magnitude >>> 13) & 0x1ff)
  // 65520 lies halfway between the largest float16 and what would be the next.
  if (magnitude >= 0x477f_f000) return sign | 0x7c00
  // Below 2^-14 float16 is fixed point with a step of 2^-24.
  if (magnitude < 0x3880_0000) return sign | roundEven(Math.abs(float[0]) * 2 ** 24)
  // The exponent is rebased from 127 to 15; a carry of the rounding into it is right as it is.
  return sign | roundEven((magnitude - 0x3800_0000) / 2 ** 13)
}

/** The number that 16 bits of a float16 stand for. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >>> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
}

/** Exact: the argument is a float32 scaled by a power of two. */
function roundEven(value: number): number {
  const low = Math.floor(value)
  const rest = value - low
  if (rest === 0.5) return low + (low & 1)
  return rest < 0.5 ? low : low + 1
}
