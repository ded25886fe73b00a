import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RunError } from '@warc2dataset/schemas'
import { type LoadedPromptSet, loadPromptSet } from '@warc2dataset/stages/prompts/load-prompt-set'
import { nearestNames } from '@warc2dataset/stages/where/nearest-names'

/** Where the prompt sets lie that come with the package: NAME.json each; packaging must carry configs/prompts along. */
export function promptFolder(): string {
  return fileURLToPath(new URL('../../../configs/prompts', import.meta.url))
}

/** Names of the prompt sets that come with the package, sorted. */
export async function builtInPromptNames(): Promise<readonly string[]> {
  const files = (await readdir(promptFolder())).filter((name) => name.endsWith('.json')).sort()
  return files.map((name) => name.slice(0, -'.json'.length))
}

/** Every prompt set that comes with the package, by name. @throws RunError exit 4 if one is damaged. */
export async function builtInPromptSets(): Promise<readonly LoadedPromptSet[]> {
  return Promise.all((await builtInPromptNames()).map(readBuiltIn))
}

/** @throws RunError exit 4 for a name that no prompt set of the package has. */
export async function builtInPromptSet(name: string): Promise<LoadedPromptSet> {
  const names = await builtInPromptNames()
  if (names.includes(name)) return readBuiltIn(name)
  const [nearest] = nearestNames(name, names)
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`
  throw new RunError(
    'recipe',
    `Expected a prompt set (${names.join(', ')}), or file:PATH of one, got ${name}${hint}`,
  )
}

function readBuiltIn(name: string): Promise<LoadedPromptSet> {
  return loadPromptSet(join(promptFolder(), `${name}.json`))
}
