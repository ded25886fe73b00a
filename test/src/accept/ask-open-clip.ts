import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { z } from 'zod'
import { inCheckout } from '../place.js'
import type { OpenClipName } from './open-clip-names.js'
import type { StoredPair } from './read-pairs.js'

export interface OpenClip {
  readonly python: string
  readonly name: OpenClipName
  readonly device: string
}

const aboutSchema = z.strictObject({
  open_clip: z.string(),
  torch: z.string(),
  python: z.string(),
  device: z.string(),
  preprocess: z.record(z.string(), z.unknown()),
})
const lineSchema = z.strictObject({ key: z.string(), cosine: z.number().nullable() })

/** What open_clip said, and which open_clip it was. */
export interface OpenClipAnswer {
  readonly about: z.infer<typeof aboutSchema>
  /** By key; every pair has one. */
  readonly cosines: ReadonlyMap<string, number>
}

const SCRIPT = inCheckout('test/python/openclip_accept.py')

/** Looks whether open_clip and the model it shall be are there. @throws RunError exit 2, with what to install. */
export function checkOpenClip(openClip: OpenClip): Promise<void> {
  return runScript(openClip, [])
}

/**
 * The cosine of each pair by open_clip itself. `fetched` is the folder of the tars, `folder` gets pairs.jsonl and
 * cosines.jsonl. @throws RunError exit 2 if the script fails or leaves a pair out.
 */
export async function askOpenClip(
  openClip: OpenClip,
  pairs: readonly StoredPair[],
  { fetched, folder }: { readonly fetched: string; readonly folder: string },
): Promise<OpenClipAnswer> {
  const [asked, answered] = [join(folder, 'pairs.jsonl'), join(folder, 'cosines.jsonl')]
  const lines = pairs.map(({ key, tar, text }) => `${JSON.stringify({ key, tar, text })}\n`)
  await writeFile(asked, lines.join(''))
  await runScript(openClip, ['--pairs', asked, '--tars', fetched, '--out', answered])
  const [first = '', ...rest] = (await readFile(answered, 'utf8')).trimEnd().split('\n')
  const cosines = new Map(rest.map((line) => parseLine(line)))
  const missing = pairs.find(({ key }) => !cosines.has(key))
  if (missing !== undefined)
    throw new RunError('usage', `Expected a cosine of ${missing.key} from open_clip, got none`)
  return { about: aboutSchema.parse(JSON.parse(first)), cosines }
}

function parseLine(line: string): readonly [string, number] {
  const { key, cosine } = lineSchema.parse(JSON.parse(line))
  if (cosine === null)
    throw new RunError('usage', `Expected a finite cosine of ${key} from open_clip, got none`)
  return [key, cosine]
}

/** Its stderr is shown as it comes; the last line of it tells why it failed. */
async function runScript({ python, name, device }: OpenClip, more: readonly string[]): Promise<void> {
  const flags = [
    ...['--open-clip', name.model, '--device', device],
    ...(name.pretrained === null ? [] : ['--pretrained', name.pretrained]),
    ...(name.preprocessOf === null ? [] : ['--preprocess-of', name.preprocessOf]),
  ]
  const child = spawn(python, [SCRIPT, ...flags, ...more], { stdio: ['ignore', 'ignore', 'pipe'] })
  let last = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    last = `${last}${text}`.slice(-2000)
    if (more.length > 0) process.stderr.write(text)
  })
  const code = await new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new RunError(
          'usage',
          `Expected a Python with open_clip for --python, got ${python} (${error.code ?? error.message})`,
        ),
      ),
    )
    child.once('close', (exit, signal) => resolve(exit ?? signal ?? 'SIGKILL'))
  })
  const reason = last.trimEnd().split('\n').at(-1) ?? ''
  if (code === MENDABLE) throw new RunError('usage', reason)
  if (code !== 0)
    throw new RunError('usage', `Expected ${python} to run ${SCRIPT}, got exit ${code}: ${reason}`)
}

/** Of the script: its message is for a person. */
const MENDABLE = 3
