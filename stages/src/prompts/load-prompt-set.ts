import { basename, extname, resolve } from 'node:path'
import { type ExitName, type PromptSet, promptSetSchema, RunError } from '@warc2dataset/schemas'
import { hashOf } from '../manifest/hash-of.js'
import { parseJsonText, readSmallText } from '../manifest/read-small-file.js'
import { parseLabels } from './parse-labels.js'
import { promptSetProblems } from './prompt-set-problems.js'

/** A prompt set that was read. */
export interface LoadedPromptSet {
  readonly set: PromptSet
  /** Absolute. */
  readonly path: string
  /**
   * sha256 (hex) of what the file says: as JSON with sorted keys and without spaces, so that a default that a later
   * version adds does not change it; of a text file, of the set that its labels make.
   */
  readonly digest: string
}

const MAX_BYTES = 2 ** 26
const MAX_PROBLEMS = 10

/**
 * Reads a prompt set (.json, `promptSetSchema`), or labels of a text file, one a line (`parseLabels`): these become a
 * set that is named after the file, whose only template is the label itself.
 * @throws RunError with the exit code `exit`, one line for each problem, if the file is neither.
 */
export async function loadPromptSet(path: string, exit: ExitName = 'recipe'): Promise<LoadedPromptSet> {
  const absolute = resolve(path)
  const text = await readSmallText({ path: absolute, what: 'prompt set or labels', exit }, MAX_BYTES)
  const written =
    extname(path).toLowerCase() === '.json'
      ? parseJsonText(text, { path, what: 'prompt set', exit })
      : fromLabels(text, path, exit)
  const parsed = promptSetSchema.safeParse(written)
  if (!parsed.success) {
    throw problemsOf(
      path,
      exit,
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    )
  }
  const problems = promptSetProblems(parsed.data)
  if (problems.length > 0) throw problemsOf(path, exit, problems)
  return {
    set: parsed.data,
    path: absolute,
    digest: hashOf(written),
  }
}

/** What a person would have written for these labels. */
function fromLabels(text: string, path: string, exit: ExitName): object {
  const parsed = parseLabels(text)
  if (!parsed.ok) throw problemsOf(path, exit, parsed.problems)
  const file = basename(path).toWellFormed().slice(0, 200)
  return {
    version: 1,
    kind: 'prompts',
    name: nameOf(path),
    about: `Labels of ${file}`,
    source: file,
    requires: null,
    classes: parsed.labels.map((label) => ({ label })),
    gives: { kind: 'labels' },
  }
}

/** The file's name as the name of an annotator: lower case, `_` for what may not stand in it. */
function nameOf(path: string): string {
  const name = basename(path, extname(path))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return (/^[a-z]/.test(name) ? name : `labels_${name}`).slice(0, 32).replace(/_+$/, '')
}

function problemsOf(path: string, exit: ExitName, problems: readonly string[]): RunError {
  return new RunError(
    exit,
    problems
      .slice(0, MAX_PROBLEMS)
      .map((problem) => `Prompt set ${path}, ${problem}`)
      .join('\n'),
  )
}
