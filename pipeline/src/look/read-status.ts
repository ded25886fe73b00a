import { type Commit, type Counts, PHASES, type PhaseName, type Recipe } from '@warc2dataset/schemas'
import { closeAccount, type Funnel, phaseCounts } from '../commits/accounts.js'
import { addBy } from '../commits/counts.js'
import { phases as table } from '../phases/index.js'
import type { RunView, Unit } from '../phases/phase.js'
import { readQuarantine } from '../run/quarantine.js'
import { staleGeneration } from '../worker/crew.js'

export interface PhaseStatus {
  readonly phase: PhaseName
  readonly done: number
  /** Null while the phase before is not complete: units follow from its commits. */
  readonly units: number | null
  readonly counts: Counts
  /** Unit → error. */
  readonly quarantined: Readonly<Record<string, string>>
}

export interface RunStatus {
  readonly place: string
  readonly phases: readonly PhaseStatus[]
  /** Null until select is done. */
  readonly funnel: Funnel | null
  /** The account of records, summed over archives. */
  readonly records: Readonly<Record<RecordAccount, Readonly<Record<string, number>>>>
  /** Candidates by outcome, summed over what was captioned; empty: nothing was. */
  readonly captions: Readonly<Record<string, number>>
  /** select.keep and select.where of the current selection; null until select is done. */
  readonly judgedBy: { readonly keep: string; readonly where: string } | null
}

const RECORD_ACCOUNTS = ['bytes', 'records', 'gaps', 'responses', 'pages', 'images'] as const
type RecordAccount = (typeof RECORD_ACCOUNTS)[number]

/** What the commits of a run say: how far it is, and both accounts. */
export async function readStatus(view: RunView): Promise<RunStatus> {
  const phases: PhaseStatus[] = []
  let isComplete = true
  for (const phase of PHASES) {
    if (table[phase].isIdle?.(view)) continue
    const commits = await view.commits(phase)
    const units: readonly Unit[] | null = isComplete ? await table[phase].units(view) : null
    const byUnit: ReadonlyMap<string, Commit> = new Map(commits.map((commit) => [commit.unit, commit]))
    const done: number =
      units?.filter((unit) => staleGeneration(unit, byUnit.get(unit.id)) === null).length ?? 0
    isComplete = units !== null && done === units.length
    const quarantined = Object.fromEntries(await readQuarantine(view, phase))
    phases.push({ phase, done, units: units?.length ?? null, counts: phaseCounts(commits), quarantined })
  }
  const select = phases.find(({ phase }) => phase === 'select')
  const counts = new Map(phases.map((status) => [status.phase, status.counts]))
  return {
    place: view.target.place,
    phases,
    funnel: select?.done === 1 ? closeAccount(counts) : null,
    records: sumRecords(await view.commits('extract')),
    captions: sumCaptions(await view.commits('caption')),
    judgedBy: judgedBy((await view.commits('select'))[0]),
  }
}

function judgedBy(commit: Commit | undefined): RunStatus['judgedBy'] {
  const config = commit?.config as Pick<Recipe, 'select'> | undefined
  if (config === undefined) return null
  const { keep, where } = config.select
  return { keep: JSON.stringify(keep), where }
}

function sumCaptions(commits: readonly Commit[]): RunStatus['captions'] {
  return commits.reduce<Record<string, number>>(
    (sum, { account }) => addBy(sum, account['outcomes'] as Readonly<Record<string, number>>),
    {},
  )
}

function sumRecords(commits: readonly Commit[]): RunStatus['records'] {
  const sums = Object.fromEntries(RECORD_ACCOUNTS.map((name) => [name, {}])) as Record<
    RecordAccount,
    Record<string, number>
  >
  for (const { account } of commits) {
    const archive = account['archive'] as {
      readonly bytes: number
      readonly recordBytes: number
      readonly gapBytes: number
      readonly truncated: boolean
    }
    const bytes = {
      total: archive.bytes,
      in_records: archive.recordBytes,
      in_gaps: archive.gapBytes,
      truncated_archives: archive.truncated ? 1 : 0,
    }
    for (const name of RECORD_ACCOUNTS) {
      const own = name === 'bytes' ? bytes : (account[name] as Readonly<Record<string, number>>)
      sums[name] = addBy(sums[name], own)
    }
  }
  return sums
}
