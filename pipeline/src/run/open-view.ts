import { readCommitOf, readCommits } from '../commits/commits.js'
import { placeOf, type RunView } from '../phases/phase.js'

/** The view of a run whose commits are read anew each time they are asked for. */
export function openView(parts: Omit<RunView, 'commits' | 'commit'>): RunView {
  return {
    ...parts,
    commits: async (phase) => [
      ...(await readCommits(placeOf(phase, parts), phase, parts.fingerprints[phase])).values(),
    ],
    commit: (phase, unit, generation) => {
      const fingerprint = parts.fingerprints[phase]
      return readCommitOf(placeOf(phase, parts), { phase, fingerprint, unit, generation })
    },
  }
}
