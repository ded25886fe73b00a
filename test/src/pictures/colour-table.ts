import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inCheckout, SHARED } from '../place.js'
import { rgbOf } from './colour-chart.js'
import { colourFiles } from './colour-files.js'
import { decodeAll } from './decode-stored.js'
import { type Difference, pictureDifference } from './srgb-lab.js'

/** How Pillow (Little CMS) is asked to bring a profile's colours to sRGB. */
export const intents = ['perceptual', 'relative', 'relative + bpc'] as const
export type Intent = (typeof intents)[number]

export interface ColourRow {
  readonly name: string
  readonly what: string
  /** What was stored against each reference; a word where there is nothing to compare. */
  readonly differences: Readonly<Record<Intent, Difference>> | string
  /** What Pillow did on the way. */
  readonly notes: string
}

const peer = inCheckout('test/python/colour_peer.py')

/**
 * Generated files, and the real ones beside the checkout if they are there, against Pillow in the Python given. Files are
 * written to `folder`, which must be empty.
 */
export async function colourTable(python: string, folder: string): Promise<readonly ColourRow[]> {
  const files = [...(await generated()), ...real()]
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes)
  const names = files.map(({ name }) => name)
  const said = execFileSync(python, [peer, folder, ...names], { encoding: 'utf8', maxBuffer: 2 ** 26 })
  const references = said.trim().split('\n').map(readReference)
  const outcomes = await decodeAll(files.map(({ bytes }) => bytes))
  const rows = files.map(async ({ name, what }, i): Promise<ColourRow> => {
    const outcome = outcomes[i]
    const reference = references[i]
    if (reference?.name !== name)
      throw new Error(`Expected a line for ${name} of ${peer}, got ${said.slice(0, 200)}`)
    const row = { name, what, notes: reference.notes }
    if (outcome === undefined || !outcome.ok) return { ...row, differences: outcome?.code ?? 'none' }
    if (reference.refused) return { ...row, differences: 'refused by Pillow' }
    const { data } = await rgbOf(outcome.jpeg)
    const shown = (intent: Intent) => readFileSync(join(folder, `${name}.${intent}.rgb`))
    const perceptual = pictureDifference(data, shown('perceptual'))
    const against = (intent: Intent) =>
      shown(intent).equals(shown('perceptual')) ? perceptual : pictureDifference(data, shown(intent))
    const [relative, withBpc] = [against('relative'), against('relative + bpc')]
    return { ...row, differences: { perceptual, relative, 'relative + bpc': withBpc } }
  })
  return Promise.all(rows)
}

interface Material {
  readonly name: string
  readonly what: string
  readonly bytes: Buffer
}

function generated(): Promise<Material[]> {
  return Promise.all(
    colourFiles.map(async ({ name, what, make }) => ({
      name,
      what,
      bytes: await make(),
    })),
  )
}

/** Pictures of `images-malformed` in a format that is allowed. */
function real(): Material[] {
  const folder = join(SHARED, 'images-malformed')
  if (!existsSync(folder)) {
    process.stderr.write(`SKIPPED: the real files; ${folder} does not exist\n`)
    return []
  }
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(jpg|png|gif|webp|avif)$/.test(name))
    .filter((name) => !/17000x17000|^truncated/.test(name))
    .sort()
    .map((name) => ({
      name: `real-${name.replaceAll('/', '-')}`,
      what: 'real file',
      bytes: readFileSync(join(folder, name)),
    }))
}

interface Reference {
  readonly name: string
  readonly refused: boolean
  readonly notes: string
}

function readReference(line: string): Reference {
  const [name = '', state = '', notes = ''] = line.split('\t')
  return { name, refused: state !== 'ok', notes }
}
