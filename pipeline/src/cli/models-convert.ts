import { join } from 'node:path'
import { convertHead, type HeadWishes } from '@warc2dataset/stages/heads/convert-head'
import { loadHead } from '@warc2dataset/stages/heads/load-head'
import { openHead } from '@warc2dataset/stages/heads/open-head'
import { readHeadSource } from '@warc2dataset/stages/heads/read-head-source'
import { writeHead } from '@warc2dataset/stages/heads/write-head'
import type { Preset } from '../models/preset.js'
import { readPresets } from '../models/read-presets.js'
import { printable } from './exit.js'
import { outFolder, usageError } from './parse-flags.js'

/** Flags of `models` that only convert takes. */
export const CONVERT_FLAGS = {
  name: { type: 'string' },
  column: { type: 'string' },
  requires: { type: 'string' },
  license: { type: 'string' },
  source: { type: 'string' },
  activation: { type: 'string' },
  last: { type: 'string' },
  out: { type: 'string' },
} as const

export type ConvertValues = { readonly [flag in keyof typeof CONVERT_FLAGS]?: string | undefined }

const ACTIVATIONS = ['none', 'relu', 'sigmoid'] as const

/** `models convert`: makes a head of a file of weights, opens it as a run would, and says how a recipe names it. */
export async function convertModel(file: string, values: ConvertValues, usage: string): Promise<number> {
  const { name = '', column = '', requires, license, source } = values
  for (const [flag, value] of [['name', name] as const, ['column', column] as const])
    if (value === '') throw usageError(`Expected --${flag} with a value, got none`, usage)
  const wishes: HeadWishes = {
    ...{ name, column, requires, license, source },
    activation: oneOf(ACTIVATIONS, 'activation', values.activation, usage),
    last: oneOf(['none', 'sigmoid'] as const, 'last', values.last, usage),
  }
  const out = outFolder(values.out, usage) ?? join('.', name)
  const converted = convertHead(await readHeadSource(file), wishes, encodersOf(await readPresets()))
  const path = await writeHead(out, converted)
  const head = await loadHead(path)
  await openHead(head)
  for (const note of converted.notes) process.stderr.write(printable(`${note}\n`))
  process.stdout.write(printable(`${lines(path, head.manifest, sizes(converted)).join('\n')}\n`))
  return 0
}

type Converted = ReturnType<typeof convertHead>

function lines(path: string, manifest: Converted['manifest'], layers: string): readonly string[] {
  const { id, requires, license, column, normalise } = manifest
  const normalised = normalise === null ? '' : `(e - mean) / (sqrt(variance) + ${normalise.epsilon}), `
  return [
    path,
    `${id}: column ${column}, from embeddings of ${requires}; licence: ${license}`,
    `Computes ${normalised}${layers}`,
    'In a recipe:',
    `  annotate: { heads: [${JSON.stringify(`file:${path}`)}] }`,
  ]
}

/** `a: 512 to 32 relu, b: 32 to 1`: what a person can compare with what they know of the head. */
function sizes({ manifest, layers }: Converted): string {
  const activations = manifest.layers.map(({ activation }) => (activation === 'none' ? '' : ` ${activation}`))
  return layers.map(({ from, ins, outs }, i) => `${from}: ${ins} to ${outs}${activations[i]}`).join(', ')
}

function encodersOf(presets: readonly Preset[]): ReadonlyMap<string, number> {
  return new Map(presets.map(({ manifest: { encoder, id, dim } }) => [encoder ?? id, dim]))
}

function oneOf<T extends string>(
  names: readonly T[],
  flag: string,
  value: string | undefined,
  usage: string,
): T | undefined {
  const found = names.find((name) => name === value)
  if (found !== undefined || value === undefined) return found
  throw usageError(`Expected one of ${names.join(', ')} for --${flag}, got ${value}`, usage)
}
