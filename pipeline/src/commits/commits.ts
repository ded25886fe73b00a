import { type Commit, commitSchema, type Input, type PhaseName } from '@warc2dataset/schemas'
import { hashOf } from '@warc2dataset/stages/manifest/hash-of'
import type { Storage } from '../storage/storage.js'
import { parseStored } from './parse-stored.js'

const folder = (phase: PhaseName, fingerprint: string): string =>
  `commits/${phase}/${fingerprint.slice(0, 16)}/`
const fileName = (unit: string, generation: number): string => `${unit}.${generation}.json`

/** A crawl has more units than a process may have open files. */
const READS_AT_ONCE = 64

/** The commits of one phase with this fingerprint: the highest generation of each unit, by unit. */
export async function readCommits(
  storage: Storage,
  phase: PhaseName,
  fingerprint: string,
): Promise<ReadonlyMap<string, Commit>> {
  const newest = new Map<string, { name: string; generation: number }>()
  for (const name of await storage.list(folder(phase, fingerprint))) {
    const [, unit, digits] = /([^/]+)\.(\d+)\.json$/.exec(name) ?? []
    if (unit === undefined) continue
    const generation = Number(digits)
    if ((newest.get(unit)?.generation ?? -1) < generation) newest.set(unit, { name, generation })
  }
  const units = [...newest].sort(([a], [b]) => (a < b ? -1 : 1))
  const commits: (readonly [string, Commit])[] = []
  for (let start = 0; start < units.length; start += READS_AT_ONCE) {
    const some = units.slice(start, start + READS_AT_ONCE)
    commits.push(
      ...(await Promise.all(
        some.map(async ([unit, { name }]) => [unit, await readCommit(storage, name)] as const),
      )),
    )
  }
  return new Map(commits)
}

/** One commit. @throws Error if it is not there. */
export function readCommitOf(
  storage: Storage,
  of: Pick<Commit, 'phase' | 'fingerprint' | 'unit' | 'generation'>,
): Promise<Commit> {
  return readCommit(storage, folder(of.phase, of.fingerprint) + fileName(of.unit, of.generation))
}

async function readCommit(storage: Storage, name: string): Promise<Commit> {
  const bytes = await storage.get(name)
  if (bytes === null) throw new Error(`Expected the commit ${name} in ${storage.place}, got nothing`)
  return parseStored(commitSchema, bytes, `${storage.place}/${name}`)
}

/**
 * Makes a unit's output exist. Create-only: if another worker committed the same generation first, its commit is
 * the truth. A lost reply after a successful put looks the same, and is the same.
 */
export async function writeCommit(storage: Storage, commit: Commit): Promise<void> {
  const name = folder(commit.phase, commit.fingerprint) + fileName(commit.unit, commit.generation)
  const created = await storage.create(name, Buffer.from(`${JSON.stringify(commit, null, 1)}\n`))
  if (created) return
  const theirs = await readCommit(storage, name)
  if (digestOf(theirs) === digestOf(commit)) return
  throw new Error(`Expected the other commit of ${name} to hold the same files, got different ones`)
}

/** Hash of what a commit gives to others: its files and counts, not when or where it was made. */
export function digestOf(commit: Commit): string {
  return hashOf({ files: commit.files, counts: commit.counts, account: commit.account })
}

/** One unit as an input of another. */
export function inputOf(commit: Commit): Input {
  return { phase: commit.phase, unit: commit.unit, generation: commit.generation, sha256: digestOf(commit) }
}

/** All units of a phase as one input; listing each would make commits grow with the crawl. */
export function inputOfAll(phase: PhaseName, commits: readonly Commit[]): Input {
  return {
    phase,
    unit: '*',
    generation: Math.max(0, ...commits.map((commit) => commit.generation)),
    sha256: hashOf(commits.map(digestOf)),
  }
}

/** Names of the committed files under a prefix, in unit order. */
export function filesUnder(commits: readonly Commit[], prefix: string): readonly string[] {
  return commits.flatMap((commit) =>
    commit.files.map((file) => file.name).filter((name) => name.startsWith(prefix)),
  )
}

/**
 * Takes back every commit of a phase with another fingerprint; their files stop existing for readers. False: there was
 * none.
 */
export async function retireOthers(
  storage: Storage,
  phase: PhaseName,
  fingerprint: string,
): Promise<boolean> {
  const own = folder(phase, fingerprint)
  const others = (await storage.list(`commits/${phase}/`)).filter((name) => !name.startsWith(own))
  for (const name of others) await storage.remove(name)
  return others.length > 0
}
