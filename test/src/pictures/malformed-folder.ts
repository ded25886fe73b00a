import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { SHARED } from '../place.js'

export const malformedFolder = join(SHARED, 'images-malformed')

/** Paths below the folder, sorted; none if it is not there. */
export function malformedNames(): readonly string[] {
  if (!existsSync(malformedFolder)) return []
  return readdirSync(malformedFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(malformedFolder.length + 1))
    .sort()
}
