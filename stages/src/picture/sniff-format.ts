/** Formats that a decoder child may load. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif'

/** `format_not_allowed`: a picture or document of another kind. `not_an_image`: anything else. */
export interface SniffRefusal {
  readonly refused: string
  readonly code: 'not_an_image' | 'format_not_allowed'
}

/**
 * Names the format by its first bytes alone (names and content types of a crawl lie). It decides what a child
 * is asked to load, not whether the file is sound. Never throws; reads at most 4 KiB.
 */
export function sniffFormat(bytes: Buffer): { readonly allowed: PictureFormat } | SniffRefusal {
  if (bytes.length === 0) return notAnImage('empty')
  const allowed = sniffAllowed(bytes)
  if (allowed !== undefined) return { allowed }
  const box = ftypBrands(bytes)
  if (box !== undefined) return refuseIsoMedia(box)
  for (const [name, offset, magic] of otherPictures) {
    if (startsWith(bytes, offset, magic)) return { refused: name, code: 'format_not_allowed' }
  }
  for (const [name, offset, magic] of otherFiles) {
    if (startsWith(bytes, offset, magic)) return notAnImage(name)
  }
  return sniffText(bytes)
}

function sniffAllowed(bytes: Buffer): PictureFormat | undefined {
  if (startsWith(bytes, 0, '\xff\xd8\xff')) return 'jpeg'
  if (startsWith(bytes, 0, '\x89PNG\r\n\x1a\n')) return 'png'
  if (startsWith(bytes, 0, 'GIF87a') || startsWith(bytes, 0, 'GIF89a')) return 'gif'
  if (startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP')) return 'webp'
  const brands = ftypBrands(bytes)
  return brands?.some((brand) => brand === 'avif' || brand === 'avis') ? 'avif' : undefined
}

/** Major brand first, then the compatible ones. */
function ftypBrands(bytes: Buffer): readonly string[] | undefined {
  if (bytes.length < 12 || !startsWith(bytes, 4, 'ftyp')) return undefined
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, 256)
  const brands = [text(bytes, 8, 12)]
  for (let at = 16; at + 4 <= end; at += 4) brands.push(text(bytes, at, at + 4))
  return brands
}

function refuseIsoMedia(brands: readonly string[]): SniffRefusal {
  const picture = brands.some((brand) => /^(hei[cfmsx]|hev[cmsx]|mif[12]|msf1|crx |jpe[gs])$/.test(brand))
  if (picture) return { refused: 'heic', code: 'format_not_allowed' }
  return notAnImage('mp4')
}

type Signature = readonly [name: string, offset: number, magic: string]

const otherPictures: readonly Signature[] = [
  ['tiff', 0, 'II*\0'],
  ['tiff', 0, 'MM\0*'],
  ['bigtiff', 0, 'II+\0'],
  ['bigtiff', 0, 'MM\0+'],
  ['bmp', 0, 'BM'],
  ['ico', 0, '\0\0\x01\0'],
  ['cur', 0, '\0\0\x02\0'],
  ['jxl', 0, '\xff\x0a'],
  ['jxl', 0, '\0\0\0\x0cJXL \r\n\x87\n'],
  ['jp2', 0, '\0\0\0\x0cjP  \r\n\x87\n'],
  ['j2k', 0, '\xff\x4f\xff\x51'],
  ['jxr', 0, 'II\xbc\x01'],
  ['psd', 0, '8BPS'],
  ['exr', 0, 'v/1\x01'],
  ['hdr', 0, '#?RADIANCE'],
  ['hdr', 0, '#?RGBE'],
  ['sgi', 0, '\x01\xda'],
  ['dicom', 128, 'DICM'],
  ['fits', 0, 'SIMPLE  ='],
  ['vips', 0, '\xb6\xa6\xf2\x08'],
  ['vips', 0, '\x08\xf2\xa6\xb6'],
  ['qoi', 0, 'qoif'],
  ['dds', 0, 'DDS '],
  ['flif', 0, 'FLIF'],
  ['xcf', 0, 'gimp xcf'],
  ['djvu', 0, 'AT&TFORM'],
  ['pdf', 0, '%PDF-'],
  ['postscript', 0, '%!PS'],
  ['icns', 0, 'icns'],
  ['mng', 0, '\x8aMNG'],
  ['jng', 0, '\x8bJNG'],
]

const otherFiles: readonly Signature[] = [
  ['gzip', 0, '\x1f\x8b'],
  ['zip', 0, 'PK\x03\x04'],
  ['icc profile', 36, 'acsp'],
  ['webm', 0, '\x1a\x45\xdf\xa3'],
  ['ogg', 0, 'OggS'],
  ['mp3', 0, 'ID3'],
  ['flash', 0, 'CWS'],
  ['flash', 0, 'FWS'],
  ['riff', 0, 'RIFF'],
  ['font', 0, 'wOF'],
  ['elf', 0, '\x7fELF'],
  ['windows program', 0, 'MZ'],
  ['rar', 0, 'Rar!'],
  ['7z', 0, "7z\xbc\xaf'"],
  ['brotli or zstd', 0, '\x28\xb5\x2f\xfd'],
]

const textWindow = 4096

function sniffText(bytes: Buffer): SniffRefusal {
  const utf16 = startsWith(bytes, 0, '\xff\xfe') || startsWith(bytes, 0, '\xfe\xff')
  const head = text(bytes, 0, textWindow)
    .replaceAll(utf16 ? '\0' : '\ufeff', '')
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .trimStart()
  const lower = head.toLowerCase()
  if (/^P[1-7Ff]\s/.test(head)) return { refused: 'ppm', code: 'format_not_allowed' }
  if (/^\/\*\s*XPM/.test(head)) return { refused: 'xpm', code: 'format_not_allowed' }
  const html = [
    '<!doctype html',
    '<html',
    '<head',
    '<body',
    '<script',
    '<meta',
    '<title',
    '<p>',
    '<div',
    '<h1',
  ]
  if (html.some((tag) => lower.startsWith(tag))) return notAnImage('html')
  if (lower.startsWith('<') && lower.includes('<svg')) return { refused: 'svg', code: 'format_not_allowed' }
  if (lower.startsWith('<!--') && lower.includes('<html')) return notAnImage('html')
  if (lower.startsWith('<?xml') || lower.startsWith('<')) return notAnImage('xml')
  if (/^[[{]\s*(["[{\]}\d-]|true|false|null)/.test(lower)) return notAnImage('json')
  return notAnImage(/^[\t\n\r\x20-\x7e]+$/.test(head) ? 'text' : 'unknown')
}

function notAnImage(name: string): SniffRefusal {
  return { refused: name, code: 'not_an_image' }
}

function text(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('latin1', start, Math.min(end, bytes.length))
}

function startsWith(bytes: Buffer, offset: number, magic: string): boolean {
  return bytes.length >= offset + magic.length && text(bytes, offset, offset + magic.length) === magic
}
