import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeModel } from '@warc2dataset/stages/clip/model/test-model'
import { type Preset, presetSchema } from './preset.js'

export const COMMIT = 'c0ffee'.padEnd(40, '0')

/** How the fake hub answers from now on. */
export interface HubMood {
  /** Bytes by path in the repository. */
  files: Record<string, Buffer>
  commit: string | null
  etag: (path: string) => string | null
  linkedEtag: (path: string) => string | null
  /** Ends the connection behind this many bytes of one answer, then no more. */
  cutAt: number | null
  /** Statuses of the next answers. */
  statuses: number[]
  /** Where files really are: another origin. */
  redirect: ((path: string) => string) | null
  sendLength: boolean
}

export interface TestHub {
  readonly url: string
  readonly mood: HubMood
  /** `GET path` of each request with its headers. */
  readonly requests: { readonly path: string; readonly headers: IncomingMessage['headers'] }[]
  readonly close: () => Promise<void>
}

/** A hub on loopback with files of `repo`. */
export async function openTestHub(files: Record<string, Buffer>): Promise<TestHub> {
  const mood: HubMood = {
    files,
    commit: COMMIT,
    etag: (path) =>
      `"${createHash('md5')
        .update(mood.files[path] ?? '')
        .digest('hex')}"`,
    linkedEtag: () => null,
    cutAt: null,
    statuses: [],
    redirect: null,
    sendLength: true,
  }
  const requests: TestHub['requests'] = []
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers })
    answer(request, response, mood)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}`, mood, requests, close }
}

function answer(request: IncomingMessage, response: ServerResponse, mood: HubMood): void {
  const path = /\/resolve\/[^/]+\/([^?]*)/.exec(request.url ?? '')?.[1] ?? ''
  const body = mood.files[path]
  if (mood.commit !== null) response.setHeader('x-repo-commit', mood.commit)
  const linked = mood.linkedEtag(path)
  if (linked !== null) response.setHeader('x-linked-etag', linked)
  const status = mood.statuses.shift()
  if (status !== undefined || body === undefined) return void response.writeHead(status ?? 404).end('no')
  if (mood.redirect !== null) return void response.writeHead(302, { location: mood.redirect(path) }).end()
  const etag = mood.etag(path)
  if (etag !== null) response.setHeader('etag', etag)
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? -1)
  const isRange = from >= 0 && request.headers['if-range'] === etag
  if (isRange && from >= body.length) return void response.writeHead(416).end()
  const part = isRange ? body.subarray(from) : body
  if (isRange) response.setHeader('content-range', `bytes ${from}-${body.length - 1}/${body.length}`)
  if (mood.sendLength) response.setHeader('content-length', part.length)
  response.writeHead(isRange ? 206 : 200)
  if (mood.cutAt === null || mood.cutAt >= part.length) return void response.end(part)
  response.write(part.subarray(0, mood.cutAt), () => setTimeout(() => response.destroy(), 50))
  mood.cutAt = null
}

/** A model of some kilobytes as a repository holds it, and a preset that fits. */
export function testRepository(change: Partial<Preset> = {}): {
  files: Record<string, Buffer>
  preset: Preset
} {
  const folder = mkdtempSync(join(tmpdir(), 'warc2dataset-repository-'))
  const { image, text, ...manifest } = JSON.parse(readFileSync(writeModel(folder), 'utf8'))
  const read = (file: string) => readFileSync(join(folder, file))
  const { file: _i, sha256: _j, ...imageFields } = image
  const { file: _t, sha256: _u, tokenizer, ...textFields } = text
  const { vocabulary: _v, ...tokenizerFields } = tokenizer
  const { version: _w, name: _n, license: _l, ...fields } = manifest
  const preset = presetSchema.parse({
    name: 'tiny',
    about: 'a test',
    repo: 'owner/tiny',
    revision: 'main',
    files: { image: 'onnx/image.onnx', text: 'onnx/text.onnx', vocabulary: 'vocabulary.txt' },
    license: { name: 'MIT', open: true, url: 'https://example.org/license' },
    verified: 'never loaded',
    notes: [],
    manifest: {
      ...fields,
      image: imageFields,
      text: { ...textFields, tokenizer: tokenizerFields },
    },
    ...change,
  })
  const files = {
    'onnx/image.onnx': read('image.onnx'),
    'onnx/text.onnx': read('text.onnx'),
    'vocabulary.txt': read('vocabulary.txt'),
  }
  return { files, preset }
}
