import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { chart } from './colour-chart.js'

export interface DisallowedFile {
  readonly name: string
  readonly make: () => Promise<Buffer>
  readonly code: 'format_not_allowed' | 'not_an_image'
  /** What the first bytes look like. */
  readonly seen: string
}

const svgText =
  '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>'
const svg = Buffer.from(svgText)

/** Whole files of formats that the libvips of sharp could load, were they not blocked. */
export const loadableFiles: readonly DisallowedFile[] = [
  file('svg', 'svg', () => svg),
  file('svg after a declaration', 'svg', () => Buffer.from(`<?xml version="1.0"?>\n<!-- x -->\n${svgText}`)),
  file('tiff', 'tiff', () => chart().tiff().toBuffer()),
  file('bigtiff', 'bigtiff', () => chart().tiff({ bigtiff: true }).toBuffer()),
  file('.v', 'vips', vipsFile),
]

/** The rest by hand: a few bytes that make the format certain. */
export const disallowedFiles: readonly DisallowedFile[] = [
  ...loadableFiles,
  file('pdf', 'pdf', () => Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n', 'latin1')),
  file('postscript', 'postscript', () => Buffer.from('%!PS-Adobe-3.0 EPSF-3.0\n')),
  file('jxl, codestream', 'jxl', () => Buffer.from('ff0afa1f0191080600', 'hex')),
  file('jxl, container', 'jxl', () => Buffer.from('0000000c4a584c200d0a870a', 'hex')),
  file('jp2', 'jp2', () => Buffer.from('0000000c6a5020200d0a870a', 'hex')),
  file('heic', 'heic', () => isoMedia('heic', 'mif1', 'heic')),
  file('heic, major brand mif1', 'heic', () => isoMedia('mif1', 'mif1', 'heic')),
  file('mp4', 'mp4', () => isoMedia('isom', 'isom', 'mp42'), 'not_an_image'),
  file('bmp', 'bmp', () => bmp()),
  file('ico', 'ico', () => Buffer.from('00000100010001010000010018003000000016000000', 'hex')),
  file('cur', 'cur', () => Buffer.from('00000200010001010000010018003000000016000000', 'hex')),
  file('ppm', 'ppm', () => Buffer.from('P6\n1 1\n255\n\xff\x00\x00', 'latin1')),
  file('pgm as text', 'ppm', () => Buffer.from('P2\n1 1\n255\n7\n')),
  file('pfm', 'ppm', () => Buffer.from('PF\n1 1\n-1.0\n\0\0\0\0')),
  file('exr', 'exr', () => Buffer.from('762f310102000000', 'hex')),
  file('radiance', 'hdr', () => Buffer.from('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n')),
  file('fits', 'fits', () => Buffer.from('SIMPLE  =                    T'.padEnd(80))),
  file('psd', 'psd', () => Buffer.from('384250530001', 'hex')),
  file('csv', 'text', () => Buffer.from('1,2,3\n4,5,6\n'), 'not_an_image'),
  file('matrix', 'text', () => Buffer.from('2 2 1 0\n1 0\n0 1\n'), 'not_an_image'),
  file('svgz', 'gzip', () => gzipSync(svg), 'not_an_image'),
  file('zip', 'zip', () => Buffer.from('PK\x03\x04\x14\0'), 'not_an_image'),
  file('html', 'html', () => Buffer.from('<!DOCTYPE html><title>404</title>'), 'not_an_image'),
  file('json', 'json', () => Buffer.from('{"error":"not found"}'), 'not_an_image'),
  file('zeros', 'unknown', () => Buffer.alloc(1000), 'not_an_image'),
  file(
    'raw pixels',
    'unknown',
    () =>
      sharp(Buffer.alloc(300, 0x81), { raw: { width: 10, height: 10, channels: 3 } })
        .raw()
        .toBuffer(),
    'not_an_image',
  ),
]

function file(
  name: string,
  seen: string,
  make: () => Buffer | Promise<Buffer>,
  code: DisallowedFile['code'] = 'format_not_allowed',
): DisallowedFile {
  return { name, seen, code, make: async () => make() }
}

/** libvips writes its own format to files only. */
async function vipsFile(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'vips-'))
  const path = join(folder, 'chart.v')
  await chart().toFile(path)
  const bytes = await readFile(path)
  await rm(folder, { recursive: true })
  return bytes
}

/** An ftyp box (ISO/IEC 14496-12, 4.3) and an empty one. */
function isoMedia(major: string, ...compatible: readonly string[]): Buffer {
  const brands = Buffer.from(`ftyp${major}\0\0\0\0${compatible.join('')}`, 'latin1')
  const size = Buffer.alloc(4)
  size.writeUInt32BE(4 + brands.length)
  return Buffer.concat([size, brands, Buffer.from('\0\0\0\x08mdat', 'latin1')])
}

/** One pixel of 24 bits. */
function bmp(): Buffer {
  const bytes = Buffer.alloc(58)
  bytes.write('BM', 'latin1')
  bytes.writeUInt32LE(58, 2)
  bytes.writeUInt32LE(54, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(1, 18)
  bytes.writeInt32LE(1, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  return bytes
}
