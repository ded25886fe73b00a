import { fileURLToPath } from 'node:url'
import { RunError } from '@warc2dataset/schemas'
import { sharedIdProblems } from '@warc2dataset/stages/lexicon/lexicon-problems'
import { type LoadedLexicon, loadLexicon } from '@warc2dataset/stages/lexicon/load-lexicon'
import { glob } from 'tinyglobby'

/** Where the lexicons lie that come with the package; packaging must carry configs/lexicons along. */
export function lexiconFolder(): string {
  return fileURLToPath(new URL('../../../configs/lexicons', import.meta.url))
}

/**
 * The lexicons of the package, and the reader's own files.
 * @throws RunError exit 4 for a damaged one, or one whose sets contradict another's.
 */
export async function loadLexicons(own: readonly string[]): Promise<readonly LoadedLexicon[]> {
  const files = (await glob('**/*.json', { cwd: lexiconFolder(), absolute: true })).sort()
  const loaded = await Promise.all([...files, ...own].map((file) => loadLexicon(file)))
  const problems = sharedIdProblems(loaded.map(({ lexicon }) => lexicon))
  if (problems.length > 0) throw new RunError('recipe', problems.join('\n'))
  return loaded
}
