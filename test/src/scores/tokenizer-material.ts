import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadModel } from '@warc2dataset/stages/clip/model/load-model'
import { writeModel } from '@warc2dataset/stages/clip/model/test-model'
import { openTokenizer } from '@warc2dataset/stages/clip/tokens/open-tokenizer'
import { hostileTexts } from './hostile-texts.js'

/**
 * `node tokenizer-material.js VOCABULARY FILE [COUNT] [SEED]`: tokenizes COUNT (10,000) hostile texts with VOCABULARY,
 * a bpe_simple_vocab_16e6.txt.gz, and writes {kind, text, ids, truncated} as JSON lines to FILE, for
 * test/python/tokenizer_peer.py.
 */
const [vocabulary, file, count = '10000', seed = '1'] = process.argv.slice(2)
if (vocabulary === undefined || file === undefined) {
  throw new TypeError('Expected a vocabulary and a file as arguments, got fewer')
}
const folder = mkdtempSync(join(tmpdir(), 'tokenizer-'))
try {
  const manifest = writeModel(folder, {
    change: ({ text }) => {
      const sha256 = createHash('sha256').update(readFileSync(vocabulary)).digest('hex')
      copyFileSync(vocabulary, join(folder, 'merges.gz'))
      Object.assign(text, {
        context: 4096,
        tokenizer: { kind: 'clip_bpe', vocabulary: { file: 'merges.gz', sha256 } },
      })
    },
  })
  const tokenize = await openTokenizer(await loadModel(manifest))
  const lines = hostileTexts(Number(count), seed).map(({ kind, text }) => {
    const { ids, truncated } = tokenize(text)
    return JSON.stringify({ kind, text, ids, truncated })
  })
  writeFileSync(file, `${lines.join('\n')}\n`)
} finally {
  rmSync(folder, { recursive: true })
}
