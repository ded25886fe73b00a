import { EXIT_CODES } from '@warc2dataset/schemas'

export const COMMANDS: readonly (readonly [usage: string, about: string])[] = [
  ['demo [--out DIR]', 'makes a small dataset from a generated crawl'],
  [
    'run RECIPE [--out DIR] [--set path=value …] [--until PHASE] [--workers N] [--task i/n [--wait]] [--log json]',
    'makes the dataset of a recipe, or continues it; DIR is named like the recipe if not given',
  ],
  ['select RUN [--set select.path=value …]', 'judges a fetched run again; no picture is read'],
  [
    'pack RUN --out DIR [--set select.path=value …]',
    'writes the dataset of another selection to another folder',
  ],
  ['status RUN', 'what is done, what was left out, and why'],
  [
    'verify RUN [--deep]',
    'checks that every committed file is there; --deep hashes, recounts and compares them',
  ],
  ['explain RUN URL', 'the way of one picture URL through the run'],
]

/** Only what works is listed. */
export const HELP = `warc2dataset: from a web crawl to an image-text training set; shows who was left out and why.

${COMMANDS.map(([usage, about]) => `  warc2dataset ${usage}\n      ${about}`).join('\n')}

PHASE is one of extract, dedup, plan, fetch, select, pack. Tasks are numbered from 0 to n-1.
Exit codes: ${Object.values(EXIT_CODES)
  .map(([code, about]) => `${code} ${about.split(/[;.,]/)[0]?.toLowerCase()}`)
  .join(' · ')}
`
