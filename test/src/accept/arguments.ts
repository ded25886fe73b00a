import { parseFlags, usageError, wholeNumber } from '@warc2dataset/pipeline/cli/parse-flags'
import type { WantedProvider } from '@warc2dataset/pipeline/run/prepare-scorers'

export const ACCEPT_USAGE =
  'npm run accept -- --clip DIR --warc FILE [--run DIR] [--python PATH] [--open-clip NAME] [--pretrained TAG|FILE] [--device cpu|cuda] [--provider auto|cpu|webgpu|cuda] [--min-pairs N] [--out FILE]'

const FLAGS = {
  clip: { type: 'string' },
  warc: { type: 'string' },
  run: { type: 'string' },
  python: { type: 'string' },
  'open-clip': { type: 'string' },
  pretrained: { type: 'string' },
  device: { type: 'string' },
  provider: { type: 'string' },
  'min-pairs': { type: 'string' },
  out: { type: 'string' },
} as const

const PROVIDERS = ['auto', 'cpu', 'webgpu', 'cuda'] as const
const DEVICES = ['cpu', 'cuda'] as const
/** Quantiles of fewer say nothing. */
const MIN_PAIRS = 20

export interface AcceptOptions {
  /** Folder of a model with manifest.json. */
  readonly clip: string
  /** Archive with pages and their pictures. */
  readonly warc: string
  /** Folder that keeps the run and what went to and fro; a temporary one, removed at the end, if not given. */
  readonly run: string | null
  /** Python with open_clip. */
  readonly python: string
  /** open_clip's name of the model; by the model's name if not given. */
  readonly openClip: string | null
  /** open_clip's tag of the weights, or a checkpoint file. */
  readonly pretrained: string | null
  /** Where open_clip computes. */
  readonly device: (typeof DEVICES)[number]
  /** Where our scorer computes. */
  readonly provider: WantedProvider
  /** Fewest scored pictures that are worth a comparison. */
  readonly minPairs: number
  /** The report; by the model's id in docs/accept if not given. */
  readonly out: string | null
}

/** The command line of the acceptance. @throws RunError exit 2 with the usage line. */
export function parseArguments(args: readonly string[]): AcceptOptions {
  const { values, positionals } = parseFlags(args, FLAGS, ACCEPT_USAGE)
  const text = (name: keyof typeof FLAGS): string | null => {
    const value = values[name]
    if (value?.trim() === '')
      throw usageError(`Expected a value for --${name}, got an empty one`, ACCEPT_USAGE)
    return value ?? null
  }
  const needed = (name: 'clip' | 'warc', what: string): string => {
    const value = text(name)
    if (value === null) throw usageError(`Expected ${what} for --${name}, got none`, ACCEPT_USAGE)
    return value
  }
  if (positionals.length > 0)
    throw usageError(`Expected flags only, got ${positionals.join(' ')}`, ACCEPT_USAGE)
  return {
    clip: needed('clip', 'the folder of a model'),
    warc: needed('warc', 'an archive'),
    run: text('run'),
    python: text('python') ?? 'python3',
    openClip: text('open-clip'),
    pretrained: text('pretrained'),
    device: oneOf(DEVICES, 'device', text('device') ?? 'cpu'),
    provider: oneOf(PROVIDERS, 'provider', text('provider') ?? 'auto'),
    minPairs: wholeNumber(values['min-pairs'], 'min-pairs', 1, ACCEPT_USAGE) ?? MIN_PAIRS,
    out: text('out'),
  }
}

function oneOf<T extends string>(known: readonly T[], flag: string, value: string): T {
  const found = known.find((name) => name === value)
  if (found !== undefined) return found
  throw usageError(`Expected ${known.join(', ')} for --${flag}, got ${value}`, ACCEPT_USAGE)
}
