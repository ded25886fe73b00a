import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type Commit, type CommittedFile, contractError, type Input } from '@warc2dataset/schemas'
import { writeCommit } from '../commits/commits.js'
import { exits } from '../commits/counts.js'
import {
  type Closable,
  type Job,
  type Machine,
  type Phase,
  placeOf,
  type RunView,
  type UnitResult,
} from '../phases/phase.js'
import { VERSION } from '../version.js'

export interface UnitOrder {
  readonly phase: Phase
  readonly unit: string
  readonly generation: number
  readonly inputs: readonly Input[]
}

export interface UnitPlace {
  readonly view: RunView
  /** A folder of this process alone; the unit makes and removes its own folder in it. */
  readonly scratchRoot: string
  readonly signal: AbortSignal
  readonly machine: Machine
  readonly log: Job['log']
  readonly count: Job['count']
  readonly lease: Job['lease']
  readonly traffic: Job['traffic']
  readonly spend: Job['spend']
  readonly shared: <T extends Closable>(key: string, make: () => Promise<T>) => Promise<T>
}

/**
 * Runs one unit: work in scratch, check the account, publish, commit. Until the commit nothing exists; after it
 * everything does.
 */
export async function runUnit(order: UnitOrder, place: UnitPlace): Promise<Commit> {
  const started = Date.now()
  const scratch = join(place.scratchRoot, `${order.phase.name}-${order.unit}`)
  await mkdir(join(scratch, 'out'), { recursive: true })
  try {
    const outputs = new Map<string, string>()
    const result = await order.phase.run({
      view: place.view,
      unit: order.unit,
      scratch,
      signal: place.signal,
      machine: place.machine,
      log: place.log,
      count: place.count,
      lease: place.lease,
      traffic: place.traffic,
      spend: place.spend,
      shared: place.shared,
      output: (name) => {
        const path = join(scratch, 'out', name.replaceAll('/', '__'))
        outputs.set(name, path)
        return path
      },
      inputs: order.inputs,
      input: (name) => placeOfFile(name, place.view).toLocal(name, scratch),
      verified: async ({ name, sha256 }) => {
        const path = await placeOfFile(name, place.view).toLocal(name, scratch)
        const now = await sha256File(path)
        if (now !== sha256)
          throw new Error(`Expected ${name} as it was committed (sha256 ${sha256}), got ${now}`)
        return path
      },
      progress: (rows) => place.log('progress', { phase: order.phase.name, unit: order.unit, ...rows }),
    })
    checkAccount(order, result)
    place.signal.throwIfAborted()
    const files = await publish(order, place, outputs)
    const commit = toCommit(order, place, result, files, started)
    place.log('published', { phase: order.phase.name, unit: order.unit })
    await writeCommit(placeOf(order.phase.name, place.view), commit)
    return commit
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Only latents read what pack wrote. */
function placeOfFile(name: string, view: RunView): RunView['storage'] {
  return name.startsWith('dataset/') ? view.target : view.storage
}

function checkAccount(order: UnitOrder, { counts, ledgerRows }: UnitResult): void {
  const broken = (problem: string): Error => contractError(order.phase.name, order.unit, 'account', problem)
  const left = exits(counts)
  if (counts.in !== counts.kept + left) {
    throw broken(
      `Expected in = kept + dropped + failed, got ${counts.in} in, ${counts.kept} kept, ${left} left`,
    )
  }
  const due = order.phase.closesLedger === true ? counts.in : left
  if (ledgerRows !== due) throw broken(`Expected ${due} ledger rows, got ${ledgerRows}`)
}

async function publish(
  order: UnitOrder,
  place: UnitPlace,
  outputs: ReadonlyMap<string, string>,
): Promise<readonly CommittedFile[]> {
  const files: CommittedFile[] = []
  for (const [logical, path] of [...outputs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = withGeneration(logical, order.generation)
    const file = { name, bytes: (await stat(path)).size, sha256: await sha256File(path) }
    await placeOf(order.phase.name, place.view).put(name, path)
    files.push(file)
  }
  return files
}

/** The first generation has the plain name, later ones a suffix: committed bytes never change. */
function withGeneration(name: string, generation: number): string {
  return generation === 0 ? name : name.replace(/(\.[^./]+)$/, `.g${generation}$1`)
}

function toCommit(
  order: UnitOrder,
  place: UnitPlace,
  result: UnitResult,
  files: readonly CommittedFile[],
  started: number,
): Commit {
  return {
    version: 1,
    phase: order.phase.name,
    unit: order.unit,
    generation: order.generation,
    fingerprint: place.view.fingerprints[order.phase.name],
    inputs: [...order.inputs],
    counts: result.counts,
    account: { ...result.account },
    files: [...files],
    config: order.phase.config(place.view.recipe),
    environment: {
      warc2dataset: VERSION,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      host: hostname(),
      pid: process.pid,
      ...result.environment,
    },
    times: { started, ended: Date.now() },
  }
}

/** sha256 of a file, hex. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
