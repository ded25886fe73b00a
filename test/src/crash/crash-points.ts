import { PHASES, type PhaseName } from '@warc2dataset/schemas'
import type { CrashPoint } from './crash-point.js'

/** A phase of this proof. A VAE would be opened at each of its starts: latents have a proof of their own. */
export type CrashedPhase = Exclude<PhaseName, 'latents'>
export const CRASHED = PHASES.filter((phase): phase is CrashedPhase => phase !== 'latents')

/** A unit of each phase with others before and after it, where the phase has more than one. */
const UNITS: Readonly<Record<CrashedPhase, string>> = {
  extract: '00010',
  dedup: '00005',
  plan: 'all',
  fetch: '00004',
  score: 'toy.00004',
  annotate: 'scene_colour.00004',
  caption: '00004',
  select: 'all',
  pack: '00001',
}

const eachUnit = <T>(make: (phase: CrashedPhase, unit: string) => T): readonly T[] =>
  CRASHED.map((phase) => make(phase, UNITS[phase]))

/** A file that the unit publishes first, while others of it are still in scratch. */
const FIRST_FILE: Readonly<Record<CrashedPhase, string>> = {
  extract: '/candidates/00010.parquet$',
  dedup: '/deduped/00005.parquet$',
  plan: '/ledger/phase=plan/all.parquet$',
  fetch: '/fetched/00004.parquet$',
  score: '/scored/toy/img_emb/img_emb_00004.npy$',
  annotate: '/annotated/scene_colour/00004.parquet$',
  caption: '/captions/00004.parquet$',
  select: '/selections/.*/ledger.parquet$',
  pack: '/dataset/00001.parquet$',
}

const commitOf = (phase: CrashedPhase, unit: string): string => `/commits/${phase}/.*/${unit}.0.json$`

/** Every named moment, a chain of kills for each: one per phase, in the order of the data. */
export const POINT_CHAINS: Readonly<Record<string, readonly CrashPoint[]>> = {
  'in the middle of a unit': [
    { kind: 'inside', phase: 'extract', unit: '00010', at: 'output', count: 2 },
    { kind: 'inside', phase: 'dedup', unit: '00005', at: 'input', count: 11 },
    { kind: 'inside', phase: 'plan', unit: 'all', at: 'output', count: 5 },
    { kind: 'inside', phase: 'fetch', unit: '00004', at: 'decode', count: 1 },
    { kind: 'inside', phase: 'score', unit: 'toy.00004', at: 'picture', count: 3 },
    { kind: 'inside', phase: 'annotate', unit: 'scene_colour.00004', at: 'output', count: 1 },
    { kind: 'inside', phase: 'caption', unit: '00004', at: 'output', count: 1 },
    { kind: 'inside', phase: 'select', unit: 'all', at: 'output', count: 2 },
    { kind: 'inside', phase: 'pack', unit: '00001', at: 'picture', count: 30 },
  ],
  'in the middle of pack': [
    { kind: 'inside', phase: 'pack', unit: '00000', at: 'picture', count: 1 },
    // The last unit of the phase: a later point could lie in a unit that other workers have done by then.
    { kind: 'inside', phase: 'pack', unit: 'buckets', at: 'output', count: 1 },
  ],
  'one file of a unit published': eachUnit((phase) => ({
    kind: 'disk',
    call: 'rename',
    when: 'after',
    path: FIRST_FILE[phase],
  })),
  'between publish and commit': eachUnit((phase, unit) => ({
    kind: 'worker_log',
    event: 'published',
    phase,
    unit,
  })),
  'commit written, not linked': eachUnit((phase, unit) => ({
    kind: 'disk',
    call: 'link',
    when: 'before',
    path: commitOf(phase, unit),
  })),
  'committed, nobody told': eachUnit((phase, unit) => ({
    kind: 'disk',
    call: 'link',
    when: 'after',
    path: commitOf(phase, unit),
  })),
  'after a commit': eachUnit((phase, unit) => ({ kind: 'run_log', event: 'unit_done', phase, unit })),
  'at each barrier': CRASHED.flatMap((phase) => [
    { kind: 'run_log', event: 'phase_start', phase } as const,
    { kind: 'run_log', event: 'phase_done', phase } as const,
  ]),
  'around run.json': [
    { kind: 'disk', call: 'link', when: 'before', path: '/run.json$' },
    { kind: 'disk', call: 'link', when: 'after', path: '/run.json$' },
  ],
}

/** Kinds of moment with one point for each phase, in the order of the data. */
const PER_PHASE = Object.values(POINT_CHAINS).filter((points) => points.length === CRASHED.length)

/**
 * One point per phase, each of another kind; another `turn` gives each phase another kind. As many turns as there
 * are kinds hold every point once.
 */
export function mixedChain(turn: number): readonly CrashPoint[] {
  return CRASHED.flatMap((_, index) => {
    const kind = PER_PHASE[(turn + index) % PER_PHASE.length]
    return kind?.slice(index, index + 1) ?? []
  })
}
