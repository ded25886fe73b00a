import { dirname, relative, sep } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import {
  archiveName,
  isWebPlace,
  parseArchiveUrl,
  placeName,
} from '@warc2dataset/stages/web/archive/archive-url'
import type { Archive } from '../phases/phase.js'

/** The place of an archive that comes on standard input, and its name in rows. */
export const STDIN = { place: '-', name: 'stdin' } as const

/** A pattern of `source.files` that names one place and no path: a URL, or standard input. */
export function isPlace(pattern: string): boolean {
  return isWebPlace(pattern) || pattern === STDIN.place
}

/**
 * The URL, as it is asked for, of an archive on the web. @throws RunError exit 4 for http, which may only be this
 * machine, and for a user name.
 */
export function archiveHref(pattern: string): string {
  const url = parseArchiveUrl(pattern)
  if (typeof url !== 'string') return url.href
  throw new RunError('recipe', `source.files: Expected an https URL for ${placeName(pattern)}, got ${url}`)
}

/**
 * Names in rows, one for each of the distinct places. Files: their path from the deepest folder that holds all of
 * them, which stays the same when the whole moves. URLs: without the query, where tokens and signatures are; two that
 * differ by nothing else get a hash of it. @throws RunError exit 4 for two archives of one name.
 */
export function nameArchives(places: readonly string[]): readonly Archive[] {
  const common = commonFolder(places.filter((place) => !isPlace(place)))
  const archives = places.map((path) => ({ name: nameOf(path, common, places), path }))
  const names = archives.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return archives
  throw new RunError('recipe', `source.files: Expected archives of different names, got two named ${twice}`)
}

function nameOf(place: string, common: string, places: readonly string[]): string {
  if (place === STDIN.place) return STDIN.name
  if (!isWebPlace(place)) return relative(common, place).split(sep).join('/')
  const url = new URL(place)
  const name = archiveName(url)
  const alike = places.filter((other) => isWebPlace(other) && archiveName(new URL(other)) === name)
  return archiveName(url, alike.length > 1)
}

/** The deepest folder that holds all paths. */
function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => dirname(path).split(sep))
  const shared = first.findIndex((part, depth) => others.some((parts) => parts[depth] !== part))
  return (shared === -1 ? first : first.slice(0, shared)).join(sep) || sep
}
