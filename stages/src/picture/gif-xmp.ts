const header = Buffer.from('\x21\xff\x0bXMP DataXMP', 'latin1')
/** Longest packet handed on, bytes. */
const longest = 2 ** 20

/**
 * The XMP packet of a GIF, from its application extension to the last byte that may belong to it (XMP Specification
 * Part 3, "GIF"): libvips does not read it. The packet stands there as it is, not in blocks, so that the bytes after
 * it, at most those of the picture, follow unless `<?xpacket end` tells where it ends. Undefined without one.
 */
export function gifXmp(bytes: Buffer): Buffer | undefined {
  const at = bytes.indexOf(header)
  if (at === -1) return undefined
  const start = at + header.length
  const rest = bytes.subarray(start, start + longest)
  const end = rest.indexOf('<?xpacket end')
  return end === -1 ? rest : rest.subarray(0, end)
}
