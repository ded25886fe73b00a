import { type Commit, RunError, type VaeRecord } from '@warc2dataset/schemas'
import { LATENTS_SHARD, latentsShard } from '@warc2dataset/stages/latents/latents-shard'
import { type LatentEncoder, openLatentEncoder } from '@warc2dataset/stages/latents/open-latent-encoder'
import { hashOf } from '@warc2dataset/stages/manifest/hash-of'
import { phaseCounts } from '../commits/accounts.js'
import { inputOf } from '../commits/commits.js'
import { NO_COUNTS } from '../commits/counts.js'
import { fetchLimits } from './fetch-limits.js'
import type { Job, Permits, Phase, RunView, Unit, UnitResult } from './phase.js'
import { withDuck } from './unit-tools.js'

/**
 * One dataset shard → latents/: what a VAE makes of its pictures. All of them have one size, so a VAE takes them in
 * batches as they are.
 */
export const latents: Phase = {
  name: 'latents',
  upstream: ['pack'],
  crew: 'model',
  isIdle: ({ vae }) => vae === null,
  stages: [LATENTS_SHARD],
  admit: refuseLongCpu,
  // Which VAE is in the units: another one redoes nothing else.
  config: () => ({}),
  units: async (view) => (await view.commits('pack')).flatMap((commit) => unitsOf(commit, view)),
  run: encodeOne,
}

/** A VAE of Stable Diffusion's size encodes a picture in half a minute: this many are two days. */
const MOST_ON_CPU = 5000

/** @throws RunError exit 2, as score does. */
async function refuseLongCpu(view: RunView, { vaeProvider, allowCpu }: Permits): Promise<void> {
  if (vaeProvider !== 'cpu' || allowCpu) return
  const pictures = phaseCounts(await view.commits('pack')).kept
  if (pictures <= MOST_ON_CPU) return
  throw new RunError(
    'usage',
    `Expected a GPU, or --allow-cpu, to encode ${pictures} pictures, got provider cpu: it may take days`,
  )
}

/** True for a commit of pack that holds a shard; another one holds the list of buckets. */
export function isDatasetShard({ unit }: Pick<Commit, 'unit'>): boolean {
  return /^\d+$/.test(unit)
}

function unitsOf(commit: Commit, { vae }: RunView): readonly Unit[] {
  if (vae === null || !isDatasetShard(commit)) return []
  const encoder = { phase: 'vae', unit: vae.name, generation: 0, sha256: hashOf(vae.digest) }
  return [{ id: commit.unit, inputs: [inputOf(commit), encoder] }]
}

async function encodeOne(job: Job): Promise<UnitResult> {
  const { view, unit } = job
  const { vae } = view
  const input = job.inputs.find(({ phase }) => phase === 'pack')
  if (vae === null || input === undefined)
    throw new Error(`Expected a VAE and a dataset shard for unit ${unit}`)
  const { files } = await view.commit('pack', input.unit, input.generation)
  const fileOf = (extension: string) => {
    const file = files.find(({ name }) => name.startsWith('dataset/') && name.endsWith(extension))
    if (file === undefined) throw new Error(`Expected dataset/${unit}${extension} in its commit, got none`)
    return file
  }
  const tar = fileOf('.tar')
  await job.verified(tar)
  const dataset = await job.verified(fileOf('.parquet'))
  const encoder = await job.shared(`latents/${vae.name}`, () => openChecked(job, vae))
  const batchSize = view.recipe.latents.batch_size
  const tally = await withDuck(job, 1, (duck) =>
    latentsShard(
      duck,
      encoder,
      {
        dataset,
        readPicture: (offset, size) => view.target.readAt(tar.name, offset, size),
        batchSize,
        signal: job.signal,
        progress: (kept, computeMs) => job.progress({ kept, left: 0, computeMs }),
        count: job.count,
      },
      job.output(`latents/${unit}.tar`),
    ),
  )
  // The ledger closed with select: a sample without a latent stays in the dataset, and the account tells of it.
  const counts = { ...NO_COUNTS, in: tally.latents, kept: tally.latents }
  const { name, id, digest } = vae
  const environment = { ...encoder.opened.environment, batch_size: batchSize }
  return { counts, account: { vae: { name, id, digest }, ...tally }, environment, ledgerRows: 0 }
}

async function openChecked({ machine, view }: Job, vae: VaeRecord): Promise<LatentEncoder> {
  const opened = await openLatentEncoder({
    manifest: vae.manifest,
    provider: machine.vaeProvider,
    batchSize: view.recipe.latents.batch_size,
    threads: machine.cores,
    children: Math.max(1, machine.cores - 1),
    limits: fetchLimits(view.recipe),
  })
  if (opened.vae.digest === vae.digest) return opened
  await opened.close()
  throw new RunError(
    'model',
    `Expected the VAE ${vae.id} of this run at ${vae.manifest}, got another manifest`,
  )
}
