import { posix } from 'node:path'

/** Path in the checkout, with `/` → text. */
export type Sources = ReadonlyMap<string, string>

/** What each workspace may import of ours. `cli` is the part of pipeline that nothing else may import. */
export const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  schemas: [],
  stages: ['schemas'],
  pipeline: ['schemas', 'stages'],
  cli: ['schemas', 'stages', 'pipeline'],
  web: ['schemas'],
  test: ['schemas', 'stages', 'pipeline', 'cli'],
}

const MAX_LINES = 400
const VAGUE_FOLDERS = ['utils', 'common', 'types', 'helpers']
/** What few folders of stages may import: processes, threads, the network. A stage elsewhere asks them. */
const PRIVILEGES: readonly { readonly name: RegExp; readonly folders: readonly string[] }[] = [
  { name: /^(node:)?child_process$/, folders: ['stages/src/picture/', 'stages/src/clip/model/'] },
  { name: /^(node:)?worker_threads$/, folders: ['stages/src/clip/session/', 'stages/src/search/'] },
  { name: /^onnxruntime-node$/, folders: ['stages/src/clip/model/', 'stages/src/latents/'] },
  {
    name: /^((node:)?(net|tls|dns|dns\/promises|http|https|http2|dgram)|undici)$/,
    folders: ['stages/src/web/'],
  },
  { name: /^openai(\/|$)/, folders: ['stages/src/caption/'] },
  { name: /^bullmq$/, folders: [] },
]

/** The one stage file that touches the environment: it sets what the runtime reads. */
const SETS_ENV = 'stages/src/clip/model/silent-runtime.ts'

/** Every breach of the layout, one line each, by file. Pure: what it is told is all it knows. */
export function layerProblems(sources: Sources): readonly string[] {
  return [...sources].flatMap(([path, text]) => [
    ...importProblems(path, text),
    ...textProblems(path, text),
    ...pathProblems(path),
  ])
}

/** Packages of ours that a manifest declares and may not, one line each. */
export function manifestProblems(manifests: ReadonlyMap<string, unknown>): readonly string[] {
  return [...manifests].flatMap(([workspace, manifest]) => {
    const declared = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap(
      (field) => Object.keys((manifest as Readonly<Record<string, object | undefined>>)[field] ?? {}),
    )
    return declared.flatMap((name) => {
      const other = workspaceOf(name)
      if (other === null || (ALLOWED[workspace] ?? []).includes(other)) return []
      return [`${workspace}/package.json: ${workspace} may not depend on ${other}`]
    })
  })
}

/** What a module imports, in whatever way. Type imports count: a layer must not know the one above. */
export function importsOf(text: string): readonly string[] {
  const statement = /(?:\bfrom|\bimport|\brequire|\bimport\.meta\.resolve)\s*\(?\s*(['"`])([^'"`\n]+)\1/g
  return [...withoutComments(text).matchAll(statement)].map(([, , name]) => name ?? '')
}

function importProblems(path: string, text: string): readonly string[] {
  const layer = layerOf(path)
  return importsOf(text).flatMap((name) => {
    const other = importedLayer(path, name)
    if (other !== null && other !== layer && !(ALLOWED[layer] ?? []).includes(other)) {
      return [`${path}: ${layer} may not import ${other} (${name})`]
    }
    if (layer !== 'stages') return []
    return PRIVILEGES.flatMap((privilege) => {
      const isFree = privilege.folders.some((folder) => path.startsWith(folder))
      if (!privilege.name.test(name) || isFree) return []
      return [`${path}: only ${privilege.folders.join(', ') || 'pipeline'} may import ${name}`]
    })
  })
}

function textProblems(path: string, text: string): readonly string[] {
  if (isTest(path)) return []
  const code = withoutComments(text)
  const layer = layerOf(path)
  const lines = text.split('\n').length - 1
  return [
    layer === 'stages' && path !== SETS_ENV && /\bprocess\s*\.\s*env\b/.test(code)
      ? [`${path}: stages may not read process.env`]
      : [],
    layer !== 'cli' && /\bconsole\s*[.[]/.test(code) ? [`${path}: only cli may use the console`] : [],
    lines > MAX_LINES ? [`${path}: ${lines} lines, more than ${MAX_LINES}`] : [],
  ].flat()
}

function pathProblems(path: string): readonly string[] {
  const vague = posix
    .dirname(path)
    .split('/')
    .filter((folder) => VAGUE_FOLDERS.includes(folder))
  return vague.map((folder) => `${path}: a folder named ${folder} says nothing`)
}

function layerOf(path: string): string {
  return path.startsWith('pipeline/src/cli/') ? 'cli' : (path.split('/')[0] ?? '')
}

/** The layer of ours that an import leads to, or null if it leads elsewhere. */
function importedLayer(from: string, name: string): string | null {
  if (name.startsWith('.')) return layerOf(posix.normalize(posix.join(posix.dirname(from), name)))
  const workspace = workspaceOf(name)
  return workspace === 'pipeline' && /^@warc2dataset\/pipeline\/cli\//.test(name) ? 'cli' : workspace
}

function workspaceOf(name: string): string | null {
  return /^@warc2dataset\/([^/]+)/.exec(name)?.[1] ?? null
}

/** Tests beside the sources, and what runs by hand, may print and read the environment. */
function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.startsWith('test/')
}

/** Comments blanked; strings are left as they are, so that `//` in a URL is not taken for one. */
function withoutComments(text: string): string {
  const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g
  return text.replace(token, (found) => (/^\/[/*]/.test(found) ? ' ' : found))
}
