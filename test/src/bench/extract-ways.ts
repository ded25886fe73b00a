import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inCheckout } from '../place.js'
import type { Found } from './extract-found.js'
import { runExtract } from './extract-run.js'
import { type MeasuredRun, measure } from './measure.js'

/** One process that reads an archive. */
export interface Way {
  readonly name: string
  /** Other people's: may fail without ending the bench. */
  readonly isPeer: boolean
  readonly once: () => Promise<WayRun>
}

export interface WayRun {
  readonly run: MeasuredRun
  readonly found: Found
  /** SHA-256 of the candidates, of this tool's own defaults. */
  readonly candidates: readonly string[]
}

export const ONE_WORKER = ['--workers', '1'] as const

/** The yardstick: inflates the file and throws the bytes away. */
export function gunzip(path: string): Way {
  return {
    name: 'gunzip (Node), nothing else',
    isPeer: false,
    once: async () => ({ run: await drain(path), found: NOTHING, candidates: [] }),
  }
}

export function drain(path: string): Promise<MeasuredRun> {
  return measure([process.execPath, besides('drain-gzip.js'), path])
}

/** This tool: as it comes, and without language detection. */
export function ownWays(path: string, folder: string): readonly Way[] {
  const own = (name: string, flags: readonly string[], isDefault: boolean): Way => ({
    name,
    isPeer: false,
    once: async () => {
      const { run, candidates, ...found } = await runExtract({ folder, files: [path], flags })
      return { run, found, candidates: isDefault ? candidates : [] }
    },
  })
  return [
    own('this tool', ONE_WORKER, true),
    own('this tool, extract.language none', [...ONE_WORKER, '--set', 'extract.language=none'], false),
  ]
}

/** Other readers of Node, and those of the Python that W2D_PYTHON names. */
export function peerWays(path: string): readonly Way[] {
  const node = [
    ['warcio (JS), records only', 'drain-records.js'],
    ['cheerio (parse5) over warcio', 'drain-cheerio.js'],
    ['htmlparser2 over warcio', 'drain-htmlparser2.js'],
    ['html-rewriter-wasm (lol-html) over warcio', 'drain-rewriter.js'],
  ] as const
  const python = pythonOf()
  const peers = inCheckout('test/python/extract_peers.py')
  return [
    ...node.map(([name, main]) => peerWay(name, [process.execPath, besides(main), path])),
    ...(python === null
      ? []
      : PYTHON_WAYS.map(([name, way]) => peerWay(`${name} (Python)`, [python, peers, way, path]))),
  ]
}

const PYTHON_WAYS = [
  ['FastWARC, records only', 'records'],
  ['Resiliparse over FastWARC', 'resiliparse'],
  ['selectolax (Lexbor) over FastWARC', 'selectolax'],
] as const

function pythonOf(): string | null {
  const python = process.env['W2D_PYTHON'] ?? ''
  if (python === '') {
    process.stderr.write(
      'SKIPPED: rows in Python; W2D_PYTHON names none (fastwarc, resiliparse, selectolax)\n',
    )
    return null
  }
  const versions = execFileSync(python, [inCheckout('test/python/extract_peers.py'), 'versions'], {
    encoding: 'utf8',
  })
  process.stderr.write(`${python}: ${versions}`)
  return python
}

function peerWay(name: string, command: readonly string[]): Way {
  return {
    name,
    isPeer: true,
    once: async () => {
      const run = await measure(command)
      return { run, found: foundIn(run.output), candidates: [] }
    },
  }
}

const NOTHING: Found = { responses: null, images: null, pairs: null }

function foundIn(output: string): Found {
  const found: unknown = JSON.parse(output)
  const counts = new Map<string, unknown>(Object.entries(found ?? {}))
  const read = (name: string): number | null => {
    const value = counts.get(name)
    if (value === null || typeof value === 'number') return value
    throw new Error(`Expected ${name} in what a peer prints, got ${output}`)
  }
  return { responses: read('responses'), images: read('images'), pairs: read('pairs') }
}

function besides(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}
