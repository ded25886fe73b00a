import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { RunError } from '@warc2dataset/schemas'
import { type ClipModel, modelError } from '../model/load-model.js'
import type { Merges } from './byte-pairs.js'
import { readSmall } from './read-small.js'

const unpack = promisify(gunzip)
const GZIP = Buffer.from([0x1f, 0x8b])

/** Ids of CLIP without the 2 · 256 single bytes and the two marks; the published file has more lines than it uses. */
const mostMerges = 49_408 - 512 - 2
const mostPacked = 2 ** 24
const mostUnpacked = 2 ** 26

/**
 * Merges of a `bpe_simple_vocab_16e6.txt.gz`, or of the same as plain text (`merges.txt`): behind a first line, two parts a line, first merge first. Rejects with
 * `RunError('model', …)` for another file.
 */
export async function readMerges(model: ClipModel, path: string): Promise<Merges> {
  const text = await readPacked(path)
  const lines = text.split('\n').slice(1, mostMerges + 1)
  if (lines.length <= mostMerges && lines.at(-1) === '') lines.pop()
  const merges = lines.flatMap((line): Merges => {
    const [left = '', right = '', ...more] = line.split(' ')
    return left === '' || right === '' || more.length > 0 ? [] : [[left, right]]
  })
  if (merges.length > 0 && merges.length === lines.length) return merges
  const wrong = lines.findIndex((line) => !/^[^ ]+ [^ ]+$/.test(line))
  const got = lines.length === 0 ? 'nothing' : JSON.stringify(lines[wrong]?.slice(0, 80))
  throw modelError(model, [
    `text.tokenizer.vocabulary: Expected two parts on line ${wrong + 2} of the merges, got ${got}`,
  ])
}

async function readPacked(path: string): Promise<string> {
  try {
    const bytes = await readSmall(path, mostPacked)
    // Hubs hold the same merges as merges.txt.
    const isPacked = bytes.subarray(0, 2).equals(GZIP)
    const unpacked = isPacked ? await unpack(bytes, { maxOutputLength: mostUnpacked }) : bytes
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(unpacked)
  } catch (error) {
    throw new RunError('model', `Expected merges at ${path}, got ${String(error)}`, { cause: error })
  }
}
