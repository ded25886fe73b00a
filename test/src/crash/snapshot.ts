import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type Commit, commitSchema } from '@warc2dataset/schemas'

/** All that a run left: every file by sha256, every commit without what may differ between two runs. */
export interface Snapshot {
  readonly files: ReadonlyMap<string, string>
  readonly commits: ReadonlyMap<string, string>
  /** What no run may leave: scratch, files that no commit names, commits of files that are not there as promised. */
  readonly problems: readonly string[]
}

export async function takeSnapshot(out: string): Promise<Snapshot> {
  const files = new Map<string, string>()
  const commits = new Map<string, string>()
  const promised = new Map<string, string>()
  const problems: string[] = []
  for (const name of await filesOf(out)) {
    const bytes = await readFile(join(out, name))
    if (name.startsWith('.tmp/')) problems.push(`${name}: scratch was left`)
    else if (name.startsWith('commits/')) {
      const { times: _times, environment: _environment, ...rest } = parseCommit(bytes)
      commits.set(name, JSON.stringify(rest))
      for (const file of rest.files) promised.set(file.name, file.sha256)
    } else files.set(name, createHash('sha256').update(bytes).digest('hex'))
  }
  for (const [name, sha256] of promised) {
    if (files.get(name) !== sha256) problems.push(`${name}: not what its commit says, or gone`)
  }
  for (const name of files.keys()) {
    const isRecord = ['run.json', 'block.key'].includes(name) || /^(scorers|annotators|vaes)\//.test(name)
    if (!isRecord && !promised.has(name)) problems.push(`${name}: no commit names it`)
  }
  return { files, commits, problems }
}

/** Everything in which a run differs from the undisturbed one; empty if it is the same to the byte. */
export function compareSnapshots(undisturbed: Snapshot, run: Snapshot): readonly string[] {
  return [
    ...run.problems,
    ...compareMaps(undisturbed.files, run.files, 'bytes'),
    ...compareMaps(undisturbed.commits, run.commits, 'commit'),
  ]
}

function compareMaps(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  what: string,
): readonly string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => {
      if (!after.has(name)) return `${name}: missing`
      return before.has(name)
        ? `${name}: another ${what} than undisturbed`
        : `${name}: not in the undisturbed run`
    })
}

/** The commits there now, by `phase/unit`. */
export async function listCommits(out: string): Promise<ReadonlyMap<string, Commit>> {
  const names = (await filesOf(out)).filter((name) => name.startsWith('commits/'))
  const commits = await Promise.all(names.map(async (name) => parseCommit(await readFile(join(out, name)))))
  return new Map(commits.map((commit) => [`${commit.phase}/${commit.unit}`, commit]))
}

function parseCommit(bytes: Buffer): Commit {
  return commitSchema.parse(JSON.parse(bytes.toString('utf8')))
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}
