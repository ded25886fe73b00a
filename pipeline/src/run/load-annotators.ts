import { resolve } from 'node:path'
import {
  type Annotator,
  annotatorColumns,
  datasetColumns,
  fetchedColumns,
  MEASURES,
  type Recipe,
  RunError,
  type Scorer,
  selectionColumns,
} from '@warc2dataset/schemas'
import { loadHead } from '@warc2dataset/stages/heads/load-head'
import { hashOf } from '@warc2dataset/stages/manifest/hash-of'
import { type LoadedPromptSet, loadPromptSet } from '@warc2dataset/stages/prompts/load-prompt-set'
import { builtInPromptSet } from '../classify/prompt-folder.js'

/** The scorer whose embeddings an annotator reads: the first of the encoder that it requires. */
function scorerFor(what: string, requires: string | null, scorers: readonly Scorer[]): Scorer {
  const scorer = scorers.find(({ encoder }) => requires === null || encoder === requires)
  if (scorer !== undefined) return scorer
  const encoders = scorers.map(({ name, encoder }) => `${encoder} (${name})`)
  throw new RunError(
    'model',
    `Expected a model of encoder ${requires ?? 'any'} in score.models for ${what}, got ${encoders.join(', ') || 'none'}`,
  )
}

/** Columns that are there whatever annotates; those of LAION's names wait to be filled. */
const TAKEN = Object.keys({ ...fetchedColumns, ...selectionColumns, ...datasetColumns }).filter(
  (name) => name !== 'NSFW' && !(name in MEASURES),
)

/**
 * Reads the heads and prompt sets that a recipe names, and finds for each the scorer that it reads; paths are relative
 * to the recipe's folder.
 * @throws RunError exit 5 for a file that is not there or wrong, or that is bound to an encoder that does not score;
 * exit 4 if two share a name or a column.
 */
export async function loadAnnotators(
  { heads, tags }: Recipe['annotate'],
  folder: string,
  scorers: readonly Scorer[],
): Promise<readonly Annotator[]> {
  const annotators = [
    ...(await Promise.all(heads.map((spec) => loadOneHead(spec, folder, scorers)))),
    ...(await Promise.all(tags.map((spec) => loadOneSet(spec, folder, scorers)))),
  ]
  const seen = new Map(TAKEN.map((name) => [name, 'the dataset itself']))
  for (const annotator of annotators) {
    for (const name of new Set([annotator.name, ...Object.keys(annotatorColumns(annotator))])) {
      const other = seen.get(name)
      if (other !== undefined) {
        throw new RunError(
          'recipe',
          `annotate: Expected each name and column once, got ${name} from ${other} and ${annotator.spec}`,
        )
      }
      seen.set(name, annotator.spec)
    }
  }
  return annotators
}

async function loadOneHead(spec: string, folder: string, scorers: readonly Scorer[]): Promise<Annotator> {
  const path = resolve(folder, spec.slice('file:'.length))
  const { manifest, digest } = await loadHead(path)
  const { name, id, requires, column, dim } = manifest
  const scorer = scorerFor(`head ${name} (${path})`, requires, scorers)
  if (scorer.dim !== dim) {
    throw new RunError(
      'model',
      `Expected a head over ${scorer.dim} numbers for model ${scorer.name}, got dim ${dim} in ${path}`,
    )
  }
  return {
    version: 1,
    kind: 'head',
    spec: `file:${path}`,
    name,
    id,
    digest: hashOf({ digest, scorer: scorer.digest }),
    file: path,
    scorer: scorer.name,
    toy: scorer.toy,
    gives: { kind: 'number', column },
  }
}

async function loadOneSet(spec: string, folder: string, scorers: readonly Scorer[]): Promise<Annotator> {
  const isFile = spec.startsWith('file:')
  const loaded = isFile
    ? await loadPromptSet(resolve(folder, spec.slice('file:'.length)))
    : await builtInPromptSet(spec)
  const { set, path, digest } = loaded
  const scorer = scorerFor(`prompt set ${set.name} (${path})`, set.requires, scorers)
  return {
    version: 1,
    kind: 'prompts',
    spec: isFile ? `file:${path}` : spec,
    name: set.name,
    id: set.name,
    digest: hashOf({ digest, scorer: scorer.digest }),
    file: path,
    scorer: scorer.name,
    toy: scorer.toy,
    gives: set.gives,
  }
}

/** The prompt set of an annotator as its file says now. @throws RunError exit 5 if it changed since it was named. */
export async function promptsOf(annotator: Annotator, scorer: Scorer): Promise<LoadedPromptSet> {
  const loaded = await loadPromptSet(annotator.file)
  if (hashOf({ digest: loaded.digest, scorer: scorer.digest }) === annotator.digest) return loaded
  throw new RunError(
    'model',
    `Expected prompt set ${annotator.name} as it was read, got a changed ${annotator.file}`,
  )
}
