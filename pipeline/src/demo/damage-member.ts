import { gunzipSync } from 'node:zlib'
import type { DamageKind } from './crawl-plan.js'

const GZIP_HEADER = 10
const GZIP_TRAILER = 8

/** Breaks a gzip member so that it surely does not inflate; what follows it in the file stays whole. */
export function damageMember(member: Buffer, kind: DamageKind): Buffer {
  const middle = GZIP_HEADER + Math.floor((member.length - GZIP_HEADER - GZIP_TRAILER) / 2)
  for (let at = middle; at < member.length - GZIP_TRAILER; at += 1) {
    const broken = breakAt(member, at, kind)
    if (!inflates(broken)) return broken
  }
  throw new Error(`Expected a gzip member that can be broken for damageMember, got ${member.length} bytes`)
}

function breakAt(member: Buffer, at: number, kind: DamageKind): Buffer {
  if (kind === 'cut short') return member.subarray(0, at)
  if (kind === 'junk inside') {
    return Buffer.concat([member.subarray(0, at), Buffer.from('JUNK'.repeat(25)), member.subarray(at)])
  }
  const copy = Buffer.from(member)
  copy[at] = (copy[at] ?? 0) ^ 0x55
  return copy
}

function inflates(bytes: Buffer): boolean {
  try {
    gunzipSync(bytes)
    return true
  } catch {
    return false
  }
}
