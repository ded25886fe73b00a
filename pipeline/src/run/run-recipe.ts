import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { PHASES, type PhaseName } from '@warc2dataset/schemas'
import { WORK, type WorkName } from '@warc2dataset/stages/stage'
import { keepStdin } from '../archives/keep-stdin.js'
import { closeAccount } from '../commits/accounts.js'
import { areaForBuckets } from '../phases/area-of-buckets.js'
import { checkCaptioner } from '../phases/caption-endpoint.js'
import { fingerprintsOf, phases } from '../phases/index.js'
import type { Machine, RunView } from '../phases/phase.js'
import { selectedAccount } from '../phases/select.js'
import { openLocalDisk } from '../storage/local-disk.js'
import { clearScratch, sweepScratch } from '../storage/scratch.js'
import { openCrew, type WorkerCrew } from '../worker/crew.js'
import { openLeaseTable } from '../worker/lease-table.js'
import type { WorkerSetup } from '../worker/messages.js'
import { checkBlockLists, prepareBlockLists } from './block-lists.js'
import { checkSources } from './check-sources.js'
import { openTraffic } from './open-traffic.js'
import { openView } from './open-view.js'
import { prepareAnnotators } from './prepare-annotators.js'
import { prepareScorers } from './prepare-scorers.js'
import { prepareVae } from './prepare-vae.js'
import { groupsOf, runGroup } from './run-group.js'
import type { Run, RunOptions, RunReport } from './run-options.js'
import { openRunRecord } from './run-record.js'
import { recordScorers } from './scorer-records.js'

const DEFAULT_MEMORY = 2 ** 30

/**
 * Runs a recipe to its end, or continues where a run stopped: only what has no commit is worked on.
 * @throws RunError with the exit code of the command line.
 */
export async function runRecipe(given: RunOptions): Promise<RunReport> {
  const options = { ...given, archives: await keepStdin(given) }
  const { recipe, archives, scorers, annotators, vae, out, log = () => {}, phases: table = phases } = options
  const retryFailed = options.retryFailed === true
  const captionsStand = options.recut === true
  const storage = openLocalDisk(out)
  const target = options.packInto === undefined ? storage : openLocalDisk(options.packInto)
  const fingerprints = fingerprintsOf(recipe, table)
  const view = openView({
    recipe,
    archives,
    scorers,
    annotators,
    vae,
    retryFailed,
    captionsStand,
    storage,
    target,
    fingerprints,
  })
  await checkSources(view)
  if (reaches(options, 'caption')) checkCaptioner(view)
  const enough = areaForBuckets(recipe)
  if (enough !== null) log('area_near_buckets', { max_area: recipe.fetch.resize.max_area, enough })
  const lists = await checkBlockLists(options, storage)
  const provider = scores(options) ? await prepareScorers(scorers, options.provider ?? 'auto', log) : 'cpu'
  await openRunRecord(storage, { recipe, archives, parent: null }, table)
  if (target !== storage) await openRunRecord(target, { recipe, archives, parent: resolve(out) }, table)
  await recordScorers(storage, scorers)
  if (annotates(options)) await prepareAnnotators(storage, { annotators, scorers, provider, log })
  const vaeProvider = encodes(options) ? await prepareVae(options, target, provider) : 'cpu'
  await sweepScratch(out)
  if (options.packInto !== undefined) await sweepScratch(options.packInto)
  const blockLists = await prepareBlockLists(lists, options, storage)
  const machine: Machine = {
    duckdbMemoryBytes: options.duckdbMemoryBytes ?? DEFAULT_MEMORY,
    cores: availableParallelism(),
    provider,
    vaeProvider,
  }
  const work = Object.fromEntries(WORK.map((name) => [name, 0])) as Record<WorkName, number>
  const crews = openCrews(options, { machine, blockLists }, work)
  const onKill = (): void => void crews.kill()
  options.kill?.addEventListener('abort', onKill)
  const run: Run = {
    options,
    table,
    view,
    provider,
    vaeProvider,
    crewOf: crews.of,
    log,
    counts: new Map(),
    units: {},
  }
  try {
    for (const group of groupsOf(table, view, options.until)) await runGroup(group, run)
    await crews.close()
  } catch (error) {
    await crews.kill()
    throw error
  } finally {
    options.kill?.removeEventListener('abort', onKill)
    await clearScratch(out)
    if (options.packInto !== undefined) await clearScratch(options.packInto)
  }
  const funnel = run.counts.has('select') ? closeAccount(run.counts) : null
  const selected = run.counts.has('select') ? await selectedAccount(view) : null
  const mayPass = run.counts.has('fetch') ? await passingFailures(view) : 0
  return { units: run.units, counts: Object.fromEntries(run.counts), work, funnel, mayPass, selected }
}

async function passingFailures(view: RunView): Promise<number> {
  const fetched = await view.commits('fetch')
  return fetched.reduce((sum, { account }) => sum + Number(account['open'] ?? 0), 0)
}

/** A re-cut needs no model, and neither does a run that stops before. */
function scores(options: RunOptions): boolean {
  return reaches(options, 'score') && options.scorers.length > 0
}

/** Heads and prompt sets are made ready for a run that comes to them. */
function annotates(options: RunOptions): boolean {
  return reaches(options, 'annotate') && options.annotators.length > 0
}

function encodes(options: RunOptions): boolean {
  return reaches(options, 'latents') && options.vae !== null
}

function reaches({ recut, until }: RunOptions, phase: PhaseName): boolean {
  return recut !== true && (until === undefined || PHASES.indexOf(until) >= PHASES.indexOf(phase))
}

interface Crews {
  readonly of: Run['crewOf']
  readonly close: () => Promise<void>
  readonly kill: () => Promise<void>
}

/** Workers that hold models are few and stay; the others are as many as the machine bears. */
function openCrews(
  options: RunOptions,
  machine: Pick<WorkerSetup, 'machine' | 'blockLists'>,
  work: Record<WorkName, number>,
): Crews {
  const { recipe, archives, scorers, annotators, vae, out, log = () => {} } = options
  const workers = options.workers ?? machine.machine.cores
  const tasks = options.task?.count ?? 1
  const shared = {
    leases: openLeaseTable(),
    dispatcher: openTraffic(recipe, { workers, tasks, log }),
  }
  const setup = {
    kind: 'setup',
    place: out,
    target: options.packInto ?? out,
    recipe,
    archives,
    scorers,
    annotators,
    vae,
    ...machine,
  } as const
  const open = (size: number): WorkerCrew =>
    openCrew({
      entry: options.workerEntry ?? new URL('../worker/worker-main.js', import.meta.url),
      size,
      setup,
      shared,
      log,
      done: (done) => {
        for (const name of WORK) work[name] += done[name] ?? 0
      },
    })
  const crews = {
    any: open(workers),
    model: open(options.scoreWorkers ?? 1),
  }
  return {
    of: (kind) => crews[kind],
    close: async () => {
      await Promise.all([crews.any.close(), crews.model.close()])
      shared.dispatcher.close()
    },
    kill: async () => {
      await Promise.all([crews.any.kill(), crews.model.kill()])
      shared.dispatcher.close()
    },
  }
}
