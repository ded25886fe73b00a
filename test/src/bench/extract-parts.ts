import type { Profiler } from 'node:inspector'

/** Where CPU time of extract goes, in the order of the work. */
export const PARTS = [
  'start',
  'start: language model',
  'inflate',
  'checksums',
  'records',
  'charset',
  'scan',
  'references',
  'texts',
  'language',
  'rows to DuckDB',
  'line and ledger',
  'garbage collection',
  'Node itself',
] as const
export type Part = (typeof PARTS)[number]

/** By the end of the path of a module; the first that fits. What fits none belongs to whoever called it. */
const MODULES: readonly (readonly [pattern: RegExp, part: Part])[] = [
  [/\/warc\/(gzip-member|inflate-stream|read-gzip|stream-member)\.js$/, 'inflate'],
  [/\/warc\//, 'records'],
  [/\/html\/(decode-page|decode-single-byte|lookup-encoding|prescan-charset|detect-html)\.js$/, 'charset'],
  [/\/html\/(scan\/|page-parser|find-images|detect-)/, 'scan'],
  [/\/html\/(clean-text|collapse-spaces)\.js$/, 'texts'],
  [/\/language\/script-of\.js$/, 'texts'],
  [/\/(language|eld)\//, 'language'],
  [/\/alt\//, 'texts'],
  [/\/extract\/(measure-texts|picture-texts|filter-text)\.js$/, 'texts'],
  [/\/html\/(resolve-url|registered-domain|parse-dimension)\.js$/, 'references'],
  [/\/(reference|extract|signals|wat)\//, 'references'],
  [/\/parquet\/|\/@duckdb\//, 'rows to DuckDB'],
  [/\/(unit|ledger)\/|\/compose\.js$/, 'line and ledger'],
]

/** Work of the engine, by the name that V8 gives its node. */
const ENGINE = new Map<string, Part | null>([
  ['(idle)', null],
  ['(garbage collector)', 'garbage collection'],
])

/** The functions of zlib and crypto that read every byte of an archive, whoever calls them. */
const CHECKSUMS = new Set(['crc32', 'update', 'digest'])

/**
 * Self time of a thread by part, µs. Everything before the first archive is read is `start`; a native or foreign function
 * belongs to the module of ours that called it. Time in which the thread waits is left out.
 */
export function partTimes(profile: Profiler.Profile): ReadonlyMap<Part, number> {
  const parts = partOfNodes(profile.nodes)
  const readers = underReader(profile.nodes)
  const { samples = [], timeDeltas = [] } = profile
  const begin = samples.findIndex((id) => readers.has(id))
  const times = new Map<Part, number>()
  samples.forEach((id, index) => {
    const part = parts.get(id)
    if (part === undefined || part === null) return
    // The time up to the next sample is this one's.
    const spent = timeDeltas[index + 1] ?? 0
    const name = begin >= 0 && index >= begin ? part : startOf(part)
    times.set(name, (times.get(name) ?? 0) + spent)
  })
  return times
}

function startOf(part: Part): Part {
  return part === 'language' ? 'start: language model' : 'start'
}

function partOfNodes(nodes: readonly Profiler.ProfileNode[]): ReadonlyMap<number, Part | null> {
  const parts = new Map<number, Part | null>()
  eachWithParent(nodes, (node, parent) => {
    const caller = parent === null ? 'Node itself' : (parts.get(parent.id) ?? 'Node itself')
    parts.set(node.id, partOf(node.callFrame, caller))
  })
  return parts
}

function partOf({ functionName, url }: Profiler.ProfileNode['callFrame'], caller: Part): Part | null {
  const engine = ENGINE.get(functionName)
  if (engine !== undefined) return engine
  if (caller !== 'Node itself' && isNative(url) && CHECKSUMS.has(functionName)) return 'checksums'
  return MODULES.find(([pattern]) => pattern.test(url))?.[1] ?? caller
}

function isNative(url: string): boolean {
  return url === '' || url.startsWith('node:')
}

/** Nodes at or below a function of the reader of archives; the body of its module, which has no name, is none. */
function underReader(nodes: readonly Profiler.ProfileNode[]): ReadonlySet<number> {
  const under = new Set<number>()
  eachWithParent(nodes, ({ id, callFrame }, parent) => {
    const isReader = callFrame.url.endsWith('/warc/read-archive.js') && callFrame.functionName !== ''
    if (isReader || (parent !== null && under.has(parent.id))) under.add(id)
  })
  return under
}

function eachWithParent(
  nodes: readonly Profiler.ProfileNode[],
  visit: (node: Profiler.ProfileNode, parent: Profiler.ProfileNode | null) => void,
): void {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map<number, Profiler.ProfileNode>()
  for (const node of nodes) for (const child of node.children ?? []) parents.set(child, node)
  const [root] = nodes
  const waiting = root === undefined ? [] : [root]
  for (const node of waiting) {
    visit(node, parents.get(node.id) ?? null)
    for (const child of node.children ?? []) {
      const next = byId.get(child)
      if (next !== undefined) waiting.push(next)
    }
  }
}
