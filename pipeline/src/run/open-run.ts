import { commitSchema, type Recipe, type VaeRecord } from '@warc2dataset/schemas'
import { readCommits } from '../commits/commits.js'
import { parseStored } from '../commits/parse-stored.js'
import { fingerprintsOf } from '../phases/index.js'
import type { RunView } from '../phases/phase.js'
import { openLocalDisk } from '../storage/local-disk.js'
import { annotatorsNamed } from './annotator-records.js'
import { openView } from './open-view.js'
import { mustReadRun } from './run-record.js'
import { scorersNamed } from './scorer-records.js'
import { vaeNamed, vaeOfDigest } from './vae-records.js'

/** A run that is there, as its commits tell it. @throws RunError exit 2 if the folder holds none. */
export async function openRun(folder: string): Promise<RunView> {
  const target = openLocalDisk(folder)
  const record = await mustReadRun(target)
  const storage = record.parent === null ? target : openLocalDisk(record.parent)
  const packed = await packedSelection(target)
  const recipe = packed === null ? record.recipe : await selectedRecipe(record.recipe, storage, packed.select)
  const fingerprints = { ...fingerprintsOf(recipe), ...packed }
  const scorers = await scorersNamed(storage, recipe.score.models)
  const annotators = await annotatorsNamed(storage, recipe.annotate)
  const { archives } = record
  const view = openView({
    recipe,
    archives,
    scorers,
    annotators,
    vae: null,
    captionsStand: true,
    storage,
    target,
    fingerprints,
  })
  return { ...view, vae: await encodedBy(view) }
}

/** The VAE whose latents are there, whatever the recipe said when the run was made; else the one that it named. */
async function encodedBy({ target, recipe, commits }: RunView): Promise<VaeRecord | null> {
  const [commit] = await commits('latents')
  const vae = commit?.account['vae'] as Pick<VaeRecord, 'digest'> | undefined
  return vae === undefined ? vaeNamed(target, recipe.latents.vae) : vaeOfDigest(target, vae.digest)
}

/**
 * A re-cut leaves select and pack with other fingerprints than run.json says. The dataset tells which selection is
 * the current one: its pack commits are the only ones there.
 */
async function packedSelection(
  target: RunView['target'],
): Promise<Pick<RunView['fingerprints'], 'select' | 'pack'> | null> {
  const [name] = await target.list('commits/pack/')
  const bytes = name === undefined ? null : await target.get(name)
  if (bytes === null) return null
  const commit = parseStored(commitSchema, bytes, `${target.place}/${name}`)
  const select = commit.account['selection']
  return typeof select === 'string' ? { select, pack: commit.fingerprint } : null
}

/** The recipe with what the current selection was judged by. */
async function selectedRecipe(recipe: Recipe, storage: RunView['storage'], select: string): Promise<Recipe> {
  const commit = (await readCommits(storage, 'select', select)).get('all')
  const config = commit?.config as Pick<Recipe, 'select' | 'seed' | 'score' | 'annotate'> | undefined
  if (config === undefined) return recipe
  return { ...recipe, ...config, score: { ...recipe.score, ...config.score } }
}
