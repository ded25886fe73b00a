import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type TestManifest, writeModel } from '../model/test-model.js'

/** Merges of a small vocabulary in the spelling of CLIP's: `the` and `cat` are ids 512 + 1 and + 3. */
export const testMerges = ['t h', 'th e</w>', 'c a', 'ca t</w>', "' s</w>"]

/** Writes a test model with a `clip_bpe` tokenizer; `packed` replaces its vocabulary, `plain` leaves it unpacked. Returns its manifest. */
export function writeClipModel(
  folder: string,
  {
    packed,
    plain = false,
    context = 8,
    change = () => {},
  }: {
    readonly packed?: Buffer
    readonly plain?: boolean
    readonly context?: number
    readonly change?: (tokenizer: Record<string, unknown>, manifest: TestManifest) => void
  } = {},
): string {
  const text = ['#version: 0.2', ...testMerges, ''].join('\n')
  const bytes = packed ?? (plain ? Buffer.from(text) : gzipSync(text))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const path = writeModel(folder, {
    change: (manifest) => {
      const size = 512 + testMerges.length
      const vocabulary = { file: 'merges.txt.gz', sha256 }
      const tokenizer = { kind: 'clip_bpe', vocabulary, start: size, end: size + 1 }
      Object.assign(manifest.text, { context, tokenizer })
      change(tokenizer, manifest)
    },
  })
  writeFileSync(join(dirname(path), 'merges.txt.gz'), bytes)
  return path
}
