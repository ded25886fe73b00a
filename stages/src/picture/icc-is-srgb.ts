/** D50-adapted sRGB primaries (IEC 61966-2-1, Bradford), as every sRGB profile states them. */
const srgbColorants: readonly (readonly [string, readonly [number, number, number]])[] = [
  ['rXYZ', [0.4361, 0.2225, 0.0139]],
  ['gXYZ', [0.3851, 0.7169, 0.0971]],
  ['bXYZ', [0.1431, 0.0606, 0.7141]],
]
const colorantTolerance = 0.003

/** [encoded, linear] of the sRGB curve; a plain gamma of 2.2 misses them by 0.0035. */
const srgbCurve: readonly (readonly [number, number])[] = [
  [0.1, 0.01002],
  [0.25, 0.05088],
  [0.5, 0.21404],
  [0.75, 0.52252],
  [0.9, 0.78741],
]
const curveTolerance = 0.0015

/**
 * True only if the profile is sRGB by its numbers (a matrix profile with sRGB's primaries and curve, or a gray
 * profile with that curve), for a picture of `components` (1 or 3). Names are not read: descriptions such as
 * "sRGB linear" mislead. Anything unusual or broken is false, which costs a re-encoding and nothing else.
 */
export function iccIsSrgb(profile: Buffer, components: number): boolean {
  if (profile.length < 132 || latin(profile, 36, 40) !== 'acsp' || latin(profile, 20, 24) !== 'XYZ ')
    return false
  const tags = readTags(profile)
  if (tags === undefined || tags.has('A2B0') || tags.has('A2B1') || tags.has('D2B0')) return false
  const space = latin(profile, 16, 20)
  if (space === 'GRAY' && components === 1) return isSrgbCurve(tags.get('kTRC'))
  if (space !== 'RGB ' || components !== 3) return false
  return (
    srgbColorants.every(([tag, xyz]) => isNear(tags.get(tag), xyz)) &&
    ['rTRC', 'gTRC', 'bTRC'].every((tag) => isSrgbCurve(tags.get(tag)))
  )
}

function readTags(profile: Buffer): Map<string, Buffer> | undefined {
  const count = profile.readUInt32BE(128)
  if (count > 100 || 132 + 12 * count > profile.length) return undefined
  const tags = new Map<string, Buffer>()
  for (let i = 0; i < count; i++) {
    const at = 132 + 12 * i
    const start = profile.readUInt32BE(at + 4)
    const end = start + profile.readUInt32BE(at + 8)
    if (end > profile.length) return undefined
    tags.set(latin(profile, at, at + 4), profile.subarray(start, end))
  }
  return tags
}

function isNear(tag: Buffer | undefined, xyz: readonly number[]): boolean {
  if (tag === undefined || tag.length < 20 || latin(tag, 0, 4) !== 'XYZ ') return false
  return xyz.every((value, i) => Math.abs(tag.readInt32BE(8 + 4 * i) / 65536 - value) < colorantTolerance)
}

function isSrgbCurve(tag: Buffer | undefined): boolean {
  const curve = tag === undefined ? undefined : readCurve(tag)
  if (curve === undefined) return false
  return srgbCurve.every(([x, y]) => Math.abs(curve(x) - y) < curveTolerance)
}

function readCurve(tag: Buffer): ((x: number) => number) | undefined {
  if (tag.length < 12) return undefined
  const type = latin(tag, 0, 4)
  if (type === 'para') return readParametricCurve(tag)
  return type === 'curv' ? readSampledCurve(tag) : undefined
}

function readSampledCurve(tag: Buffer): ((x: number) => number) | undefined {
  const count = tag.readUInt32BE(8)
  if (count < 2 || count > 65536 || 12 + 2 * count > tag.length) return undefined
  return (x) => {
    const at = x * (count - 1)
    const low = Math.floor(at)
    const high = Math.min(low + 1, count - 1)
    const sample = (i: number) => tag.readUInt16BE(12 + 2 * i) / 65535
    return sample(low) + (at - low) * (sample(high) - sample(low))
  }
}

function readParametricCurve(tag: Buffer): ((x: number) => number) | undefined {
  const kind = tag.readUInt16BE(8)
  if ((kind !== 3 && kind !== 4) || tag.length < 12 + 4 * (kind === 3 ? 5 : 7)) return undefined
  const p = (i: number) => tag.readInt32BE(12 + 4 * i) / 65536
  const [e, f] = kind === 4 ? [p(5), p(6)] : [0, 0]
  return (x) => (x >= p(4) ? (p(1) * x + p(2)) ** p(0) + e : p(3) * x + f)
}

function latin(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('latin1', start, end)
}
