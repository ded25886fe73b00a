import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What is in a run beside its data: it tells of times and places. */
const NO_DATA = ['.tmp', 'commits', 'source']

/** Data files of a run, those of the ledger included, by name: what must be the same byte by byte. */
export async function dataFiles(run: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  const top = await readdir(run, { withFileTypes: true })
  for (const folder of top.filter((entry) => entry.isDirectory() && !NO_DATA.includes(entry.name))) {
    const entries = await readdir(join(run, folder.name), { recursive: true, withFileTypes: true })
    for (const entry of entries
      .filter((found) => found.isFile())
      .sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(entry.parentPath, entry.name)
      files.set(path.slice(run.length), (await readFile(path)).toString('base64'))
    }
  }
  if (files.size === 0) throw new Error(`Expected data in ${run}, got none`)
  return files
}

/** The account that extract committed for its only archive. */
export async function archiveAccount(run: string): Promise<Readonly<Record<string, unknown>>> {
  const folder = join(run, 'commits', 'extract')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const [commit] = entries.filter((entry) => entry.isFile())
  if (commit === undefined) throw new Error(`Expected a commit of extract in ${run}, got none`)
  const { account } = JSON.parse(await readFile(join(commit.parentPath, commit.name), 'utf8'))
  return account.archive
}
