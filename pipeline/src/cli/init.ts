import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { RunError } from '@warc2dataset/schemas'
import { onlyArgument, outFolder, parseFlags, usageError } from './parse-flags.js'

const USAGE = 'warc2dataset init laion|sdxl|audit|eu-tdm [--out FILE] [--force]'
const FLAGS = { out: { type: 'string' }, force: { type: 'boolean' } } as const

/** Recipes that can be written. */
export const TEMPLATES = ['laion', 'sdxl', 'audit', 'eu-tdm'] as const

/** Where the template of a recipe lies; packaging must carry configs/recipes along. */
export function templatePath(name: (typeof TEMPLATES)[number]): string {
  return fileURLToPath(new URL(`../../../configs/recipes/${name}.yaml`, import.meta.url))
}

/** `init`: writes a commented recipe. A file that is there is left alone without --force. */
export async function init(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, FLAGS, USAGE)
  const wanted = onlyArgument(positionals, 'recipe', USAGE)
  const name = TEMPLATES.find((each) => each === wanted)
  if (name === undefined) throw usageError(`Expected one of ${TEMPLATES.join(', ')}, got ${wanted}`, USAGE)
  const path = outFolder(values.out, USAGE) ?? `${name}.yaml`
  await writeNew(path, await readFile(templatePath(name), 'utf8'), values.force ?? false)
  process.stdout.write(
    `Wrote ${path}. Lines marked CHANGE need your own values; then:\n` +
      `  warc2dataset plan ${path}\n  warc2dataset run ${path} --out my-dataset\n`,
  )
  return 0
}

async function writeNew(path: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(path, text, { flag: force ? 'w' : 'wx' })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') {
      throw new RunError(
        'usage',
        `Expected a new file for --out, got ${path}, which exists; --force replaces it`,
      )
    }
    throw new RunError('usage', `Expected a file that can be written for --out, got ${path} (${code})`, {
      cause: error,
    })
  }
}
