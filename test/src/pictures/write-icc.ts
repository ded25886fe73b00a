type Xyz = readonly [number, number, number]

/** A gamma, or the curve of sRGB. */
type Curve = number | 'srgb'

/** Colorants as a profile states them: adapted to D50. */
export interface MatrixSpace {
  readonly red: Xyz
  readonly green: Xyz
  readonly blue: Xyz
  readonly curve: Curve
}

/** Adobe RGB (1998) Color Image Encoding, Version 2005-05, annex A; gamma 2 + 51/256. */
export const adobeRgb: MatrixSpace = {
  red: [0.60974, 0.31111, 0.01947],
  green: [0.20528, 0.62567, 0.06087],
  blue: [0.14919, 0.06322, 0.74457],
  curve: 563 / 256,
}

/** sRGB with its primaries handed round: red samples are shown green. Who does not read profiles is found out. */
export const turnedRgb: MatrixSpace = {
  red: [0.3851, 0.7169, 0.0971],
  green: [0.1431, 0.0606, 0.7141],
  blue: [0.4361, 0.2225, 0.0139],
  curve: 'srgb',
}

/** ICC.1:2001-04 (version 2.4) of three colorants and one curve. */
export function matrixProfile({ red, green, blue, curve }: MatrixSpace): Buffer {
  const trc = curveTag(curve)
  return wrap('RGB ', [
    ['wtpt', xyzTag(d50)],
    ['rXYZ', xyzTag(red)],
    ['gXYZ', xyzTag(green)],
    ['bXYZ', xyzTag(blue)],
    ['rTRC', trc],
    ['gTRC', trc],
    ['bTRC', trc],
  ])
}

/** The same of gray. */
export function grayProfile(curve: Curve): Buffer {
  return wrap('GRAY', [
    ['wtpt', xyzTag(d50)],
    ['kTRC', curveTag(curve)],
  ])
}

const d50: Xyz = [0.9642, 1, 0.8249]

function wrap(space: string, tags: readonly (readonly [string, Buffer])[]): Buffer {
  const all = [['desc', descriptionTag('test')], ['cprt', textTag('none')], ...tags] as const
  const table = Buffer.alloc(4 + 12 * all.length)
  table.writeUInt32BE(all.length, 0)
  let at = 128 + table.length
  all.forEach(([name, data], i) => {
    table.write(name, 4 + 12 * i, 'latin1')
    table.writeUInt32BE(at, 8 + 12 * i)
    table.writeUInt32BE(data.length, 12 + 12 * i)
    at += data.length
  })
  const header = Buffer.alloc(128)
  header.writeUInt32BE(at, 0)
  header.writeUInt32BE(0x02400000, 8)
  header.write(`mntr${space}XYZ `, 12, 'latin1')
  header.write('acsp', 36, 'latin1')
  d50.forEach((value, i) => {
    header.writeInt32BE(Math.round(value * 65536), 68 + 4 * i)
  })
  return Buffer.concat([header, table, ...all.map(([, data]) => data)])
}

function xyzTag(xyz: Xyz): Buffer {
  const tag = Buffer.alloc(20)
  tag.write('XYZ ', 'latin1')
  xyz.forEach((value, i) => {
    tag.writeInt32BE(Math.round(value * 65536), 8 + 4 * i)
  })
  return tag
}

function curveTag(curve: Curve): Buffer {
  const table = curve === 'srgb' ? Array.from({ length: 1024 }, (_, i) => srgbToLinear(i / 1023)) : undefined
  const entries = table?.map((value) => Math.round(value * 65535)) ?? [Math.round(Number(curve) * 256)]
  const tag = Buffer.alloc(12 + 2 * entries.length + ((2 * entries.length) % 4))
  tag.write('curv', 'latin1')
  tag.writeUInt32BE(entries.length, 8)
  entries.forEach((entry, i) => {
    tag.writeUInt16BE(entry, 12 + 2 * i)
  })
  return tag
}

function srgbToLinear(encoded: number): number {
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4
}

function textTag(text: string): Buffer {
  return padded(Buffer.from(`text\0\0\0\0${text}\0`, 'latin1'))
}

/** ASCII, no Unicode, no ScriptCode. */
function descriptionTag(text: string): Buffer {
  const head = Buffer.from(`desc\0\0\0\0\0\0\0${String.fromCharCode(text.length + 1)}${text}\0`, 'latin1')
  return padded(Buffer.concat([head, Buffer.alloc(8 + 70)]))
}

function padded(data: Buffer): Buffer {
  return Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)])
}
