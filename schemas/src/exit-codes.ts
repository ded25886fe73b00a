/** Exit codes are an interface: documented, tested, never reused. */
export const EXIT_CODES = {
  ok: [0, 'Done. A truncated archive is accounted for, not an error.'],
  bug: [1, 'A bug in warc2dataset; the message says where.'],
  usage: [2, 'The command line is wrong, or --out cannot be written.'],
  disk_full: [3, 'No space left; free some and run the same command again.'],
  recipe: [4, 'The recipe is wrong, or changed against an existing run.'],
  model: [5, 'A model is missing, not the one named, or cannot run here.'],
  blocked: [6, 'The source, or the caption endpoint, refuses us.'],
  quarantined: [7, 'Some units kept failing; everything else is done.'],
  queue: [8, 'The queue is gone.'],
  waiting: [9, 'This task did its share and waits for other tasks.'],
  accounts: [10, 'Counts do not add up; the message names phase and stage.'],
  interrupted: [11, 'Stopped on request; the same command continues.'],
  input: [12, 'An input is missing or is not an archive.'],
} as const satisfies Record<string, readonly [number, string]>

export type ExitName = keyof typeof EXIT_CODES
