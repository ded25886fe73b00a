import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Path of a compiled entry point below this folder (`model/model-child`); from TypeScript sources (vitest) the one in `dist`. */
export function compiledScript(name: string): string {
  const candidates = [`./${name}.js`, `../../dist/clip/${name}.js`]
  const paths = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url)))
  const found = paths.find((path) => existsSync(path))
  if (found !== undefined) return found
  throw new Error(`Expected a compiled ${name}, got none at ${paths.join(' or ')}: run npx tsc -b in stages/`)
}
