import { RunError } from '@warc2dataset/schemas'
import { checkModel } from '@warc2dataset/stages/clip/model/check-model'
import { loadModel } from '@warc2dataset/stages/clip/model/load-model'
import { CLIP_EXAMPLE, runClipExample } from '../models/clip-example.js'
import { modelsFolder } from '../models/models-folder.js'
import type { Preset, VerifiedMark } from '../models/preset.js'
import { pullModel } from '../models/pull-model.js'
import { listModels } from '../models/pulled-state.js'
import { findPreset, readPresets } from '../models/read-presets.js'
import { printable } from './exit.js'
import { modelTable } from './model-table.js'
import { CONVERT_FLAGS, convertModel } from './models-convert.js'
import { onlyArgument, outFolder, parseFlags, usageError } from './parse-flags.js'
import { pullLines } from './pull-lines.js'

const USAGE =
  'warc2dataset models list [--dir DIR] [--json] | models pull NAME [--dir DIR] [--accept-license] [--example FILE] | models convert FILE --name NAME --column COLUMN [--requires ENCODER] [--license TEXT] [--source TEXT] [--activation NAME] [--last NAME] [--out DIR]'
const PULL_FLAGS = {
  dir: { type: 'string' },
  'accept-license': { type: 'boolean' },
  example: { type: 'string' },
  json: { type: 'boolean' },
} as const
const FLAGS = { ...PULL_FLAGS, ...CONVERT_FLAGS }

/** `models`: lists the models that can be pulled, pulls one, or makes a head of a file. */
export async function models(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, FLAGS, USAGE)
  const [what, ...names] = positionals
  const others = Object.keys(what === 'convert' ? PULL_FLAGS : CONVERT_FLAGS)
  const misplaced = others.find((flag) => flag in values)
  if (misplaced !== undefined)
    throw usageError(`Expected no --${misplaced} with ${what ?? 'nothing'}, got it`, USAGE)
  if (what === 'convert') return convertModel(onlyArgument(names, 'file', USAGE), values, USAGE)
  if (values.dir?.trim() === '') throw usageError('Expected a folder for --dir, got an empty name', USAGE)
  const folder = modelsFolder(values.dir)
  if (what === 'list' && names.length === 0) return list(folder, values.json ?? false)
  if (what !== 'pull')
    throw usageError(`Expected list, pull or convert, got ${positionals.join(' ') || 'nothing'}`, USAGE)
  const preset = await findPreset(onlyArgument(names, 'name', USAGE))
  return pull(preset, folder, values['accept-license'] ?? false, outFolder(values.example, USAGE))
}

async function list(folder: string, asJson: boolean): Promise<number> {
  const listed = await listModels(await readPresets(), folder)
  if (asJson) {
    const rows = listed.map(
      ({ preset: { name, about, repo, license, verified, manifest, notes }, pulled, bytes }) => ({
        ...{ name, about, repo, license, verified, threshold: manifest.threshold, notes, pulled, bytes },
      }),
    )
    process.stdout.write(`${JSON.stringify({ folder, models: rows }, null, 2)}\n`)
  } else process.stdout.write(printable(modelTable(listed, folder)))
  return 0
}

async function pull(
  preset: Preset,
  folder: string,
  acceptLicense: boolean,
  example?: string,
): Promise<number> {
  if (example !== undefined && preset.name !== CLIP_EXAMPLE.preset)
    throw usageError(`Expected --example with ${CLIP_EXAMPLE.preset} only, got ${preset.name}`, USAGE)
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () =>
      stop.abort(new RunError('interrupted', 'Stopped; the same command goes on with what is there')),
    )
  note(`${preset.name}: ${preset.about}. Licence: ${preset.license.name}, ${preset.license.url}`)
  const log = pullLines(note, Date.now)
  const { manifestPath } = await pullModel({ preset, folder, acceptLicense, log, signal: stop.signal }).catch(
    (error: NodeJS.ErrnoException) => {
      if (!['EACCES', 'EROFS', 'EPERM', 'ENOTDIR'].includes(error.code ?? '')) throw error
      throw new RunError('usage', `Expected a writable folder for --dir, got ${error.message}`, {
        cause: error,
      })
    },
  )
  note('Checking that both towers open and give vectors of the right shape.')
  await checkModel(await loadModel(manifestPath))
  await check(preset, manifestPath, example)
  process.stdout.write(
    printable(
      `${manifestPath}\nIts files and their hashes are in models.lock.json. In a recipe:\n  score: { models: ['hf:${preset.name}'] }\n`,
    ),
  )
  return 0
}

async function check(preset: Preset, manifestPath: string, example: string | undefined): Promise<void> {
  if (preset.name === CLIP_EXAMPLE.preset) {
    if (example === undefined) {
      note(
        `Not done: CLIP's published example. It needs its picture, which no model repository has: get ${CLIP_EXAMPLE.picture} and add --example CLIP.png.`,
      )
    } else {
      const { got, expected, passed } = await runClipExample(await loadModel(manifestPath), example)
      const numbers = `[${got.map((p) => p.toPrecision(6)).join(', ')}], published [${expected.join(', ')}]`
      if (!passed)
        throw new RunError('model', `Expected the probabilities of CLIP's published example, got ${numbers}`)
      note(`CLIP's published example: got ${numbers}: passed.`)
    }
  }
  note(MARKS[preset.verified])
}

/** What a person must know of a model before trusting its scores. */
const MARKS: Readonly<Record<VerifiedMark, string>> = {
  'real weights':
    'verified: real weights. This preset was run with these weights and compared with published numbers.',
  'shape only':
    'verified: shape only. Inputs and outputs of the files were checked; no score was compared with another implementation.',
  'never loaded':
    'verified: never loaded. Preprocessing, tokenizer and names of this preset were taken from documents; its scores were compared with nothing. Compare some before you trust them.',
}

function note(line: string): void {
  process.stderr.write(printable(`${line}\n`))
}
