// Node 20's TextDecoder decodes windows-1252 as ISO-8859-1: curly quotes, dashes and the euro become C1
// controls.
const WINDOWS_1252_80 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'
const ISO_8859_16_A0 =
  '\u00a0\u0104\u0105\u0141\u20ac\u201e\u0160\u00a7\u0161\u00a9\u0218\u00ab\u0179\u00ad\u017a\u017b' +
  '\u00b0\u00b1\u010c\u0142\u017d\u201d\u00b6\u00b7\u017e\u010d\u0219\u00bb\u0152\u0153\u0178\u017c' +
  '\u00c0\u00c1\u00c2\u0102\u00c4\u0106\u00c6\u00c7\u00c8\u00c9\u00ca\u00cb\u00cc\u00cd\u00ce\u00cf' +
  '\u0110\u0143\u00d2\u00d3\u00d4\u0150\u00d6\u015a\u0170\u00d9\u00da\u00db\u00dc\u0118\u021a\u00df' +
  '\u00e0\u00e1\u00e2\u0103\u00e4\u0107\u00e6\u00e7\u00e8\u00e9\u00ea\u00eb\u00ec\u00ed\u00ee\u00ef' +
  '\u0111\u0144\u00f2\u00f3\u00f4\u0151\u00f6\u015b\u0171\u00f9\u00fa\u00fb\u00fc\u0119\u021b\u00ff'

/** The WHATWG single-byte encodings that Node's TextDecoder lacks or decodes wrongly. */
export type OwnSingleByte = 'windows-1252' | 'iso-8859-16' | 'x-user-defined'

const TABLES: Readonly<Record<OwnSingleByte, Uint16Array>> = {
  'windows-1252': tableFrom(0x80, WINDOWS_1252_80),
  'iso-8859-16': tableFrom(0xa0, ISO_8859_16_A0),
  'x-user-defined': Uint16Array.from({ length: 256 }, (_, byte) => (byte < 0x80 ? byte : 0xf700 + byte)),
}

export function isOwnSingleByte(encoding: string): encoding is OwnSingleByte {
  return Object.hasOwn(TABLES, encoding)
}

/** Decodes every byte to one UTF-16 unit; never fails and never yields U+FFFD. */
export function decodeSingleByte(bytes: Buffer, encoding: OwnSingleByte): string {
  const latin1 = bytes.toString('latin1')
  // Most pages are ASCII; a one-byte string halves their memory.
  if (!(encoding === 'windows-1252' ? /[\x80-\x9f]/ : /[\x80-\xff]/).test(latin1)) return latin1
  const table = TABLES[encoding]
  const units = new Uint16Array(bytes.length)
  for (let i = 0; i < bytes.length; i += 1) units[i] = table[bytes[i] ?? 0] ?? 0
  return Buffer.from(units.buffer).toString('utf16le')
}

function tableFrom(first: number, upper: string): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    const unit = upper.charCodeAt(byte - first)
    return Number.isNaN(unit) ? byte : unit
  })
}
