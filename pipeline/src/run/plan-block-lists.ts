import { resolve } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { checkBlockLists } from '@warc2dataset/stages/plan/read-block-list'
import { pinnedList, readPinned } from '../phases/pinned-lists.js'

/**
 * Reads the files of plan.block_lists, relative to the recipe's folder, and pins each to its sha256: a list that changes
 * changes the plan. A recipe may pin a list itself, as run.json does.
 * @throws RunError exit 12 with each file that cannot be read; exit 4 with each wrong line, or each list that is not what
 * it is pinned to.
 */
export async function pinBlockLists(entries: readonly string[], folder: string): Promise<readonly string[]> {
  const wanted = entries.map(readPinned)
  const files = await checkBlockLists(wanted.map(({ path }) => resolve(folder, path)))
  const problems = files.flatMap(({ path, sha256 }, index) => {
    const pinned = wanted[index]?.sha256 ?? sha256
    return pinned === sha256
      ? []
      : [`Expected sha256 ${pinned} for ${path} of plan.block_lists, got ${sha256}`]
  })
  if (problems.length > 0) throw new RunError('recipe', problems.join('\n'))
  return files.map(pinnedList)
}
