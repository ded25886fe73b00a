import type { Step } from '@warc2dataset/schemas'

/** What a step is called: its filter with the threshold, or the accidents it stands for. */
export function stepName(step: Pick<Step, 'filter' | 'reasons'>): string {
  if (step.filter !== null) return step.filter
  const names = step.reasons.map(({ reason }) => reason)
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
}

const PHASES: Readonly<Record<Step['phase'], string>> = {
  extract: 'Read from the archives',
  dedup: 'One candidate per picture URL',
  plan: 'Opt-outs and rules before any download',
  fetch: 'The picture is fetched and decoded',
  score: 'The picture and the text are scored',
  annotate: 'The picture is annotated',
  caption: 'A caption is written',
  select: 'The selection',
  pack: 'Written to the dataset',
  latents: 'Latents are computed',
}

/** What a phase does, for a reader who does not know the pipeline. */
export function phaseName(phase: Step['phase']): string {
  return PHASES[phase]
}
