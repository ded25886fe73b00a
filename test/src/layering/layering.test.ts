import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inCheckout } from '../place.js'
import { ALLOWED, importsOf, layerProblems, manifestProblems, type Sources } from './check-layers.js'

const WORKSPACES = Object.keys(ALLOWED).filter((layer) => existsSync(inCheckout(`${layer}/package.json`)))

function readSources(): Sources {
  return new Map(
    WORKSPACES.flatMap((workspace) => {
      const names = readdirSync(inCheckout(`${workspace}/src`), { recursive: true, encoding: 'utf8' })
      const sources = names.filter((name) => /\.[cm]?tsx?$/.test(name))
      return sources.map((name): [string, string] => {
        const path = join(workspace, 'src', name).split(sep).join('/')
        return [path, readFileSync(inCheckout(path), 'utf8')]
      })
    }),
  )
}

const problemsOf = (path: string, text: string): readonly string[] => layerProblems(new Map([[path, text]]))

describe('the checkout', () => {
  it('keeps its layers: schemas ← stages ← pipeline ← cli', () => {
    const sources = readSources()
    for (const layer of ['schemas', 'stages', 'pipeline', 'pipeline/src/cli', 'test']) {
      expect([...sources.keys()].filter((path) => path.startsWith(`${layer}/`)).length).toBeGreaterThan(5)
    }
    expect(layerProblems(sources)).toEqual([])
  })

  it('declares only workspaces of the layers below', () => {
    const manifests = WORKSPACES.map((name): [string, unknown] => [
      name,
      JSON.parse(readFileSync(inCheckout(`${name}/package.json`), 'utf8')),
    ])
    expect(manifests.map(([name]) => name)).toEqual(expect.arrayContaining(['schemas', 'stages', 'pipeline']))
    expect(manifestProblems(new Map(manifests))).toEqual([])
  })
})

describe('the check', () => {
  it.each([
    ['schemas/src/a.ts', "import { x } from '@warc2dataset/stages/x'"],
    ['schemas/src/a.ts', "import type { x } from '@warc2dataset/pipeline'"],
    ['stages/src/fetch/a.ts', "export * from '@warc2dataset/pipeline/storage/storage'"],
    ['stages/src/fetch/a.ts', "import { x } from '../../../pipeline/src/commits/commits.js'"],
    ['stages/src/fetch/a.ts', "const x = await import('@warc2dataset/pipeline')"],
    ['stages/src/fetch/a.ts', 'import {\n  x,\n  y,\n} from "@warc2dataset/pipeline"'],
    ['stages/src/fetch/a.test.ts', "import '@warc2dataset/test/place'"],
    ['stages/src/fetch/a.ts', "const x = require('@warc2dataset/pipeline')"],
    ['pipeline/src/a.ts', "import { x } from './cli/exit.js'"],
    ['pipeline/src/phases/a.ts', "import { x } from '@warc2dataset/pipeline/cli/exit'"],
    ['pipeline/src/demo/a.ts', "import { x } from '../cli/exit.js'"],
    ['pipeline/src/a.ts', "import { x } from '@warc2dataset/test/place'"],
    ['web/src/a.tsx', "import { x } from '@warc2dataset/stages/stage'"],
    ['stages/src/fetch/a.ts', "import { Queue } from 'bullmq'"],
    ['stages/src/fetch/a.ts', "import { Worker } from 'node:worker_threads'"],
    ['stages/src/fetch/a.ts', "import { spawn } from 'node:child_process'"],
    ['stages/src/fetch/a.ts', "import { spawn } from 'child_process'"],
    ['stages/src/picture/a.ts', "import { Worker } from 'node:worker_threads'"],
    ['stages/src/fetch/a.ts', "import { request } from 'undici'"],
    ['stages/src/fetch/a.ts', "import { connect } from 'node:net'"],
    ['stages/src/fetch/a.ts', "import OpenAI from 'openai'"],
    ['stages/src/web/a.ts', "import { APIError } from 'openai/error'"],
    ['stages/src/caption/a.ts', "import { request } from 'undici'"],
    ['stages/src/score/a.ts', "import { InferenceSession } from 'onnxruntime-node'"],
    ['stages/src/latents/a.ts', "import { Worker } from 'node:worker_threads'"],
    ['stages/src/fetch/a.ts', "const home = process.env['HOME']"],
    ['stages/src/picture/a.ts', 'const { HOME } = process.env'],
    ['pipeline/src/a.ts', "console.log('here')"],
    ['schemas/src/a.ts', "if (x) console.error('here')"],
    ['pipeline/src/utils/a.ts', 'export const x = 1'],
    ['stages/src/fetch/types/a.ts', 'export const x = 1'],
    ['test/src/helpers/a.ts', 'export const x = 1'],
    ['test/src/common/a.ts', 'export const x = 1'],
    ['stages/src/a.ts', 'const x = 1\n'.repeat(401)],
  ])('finds one breach planted in %s: %j', (path, text) => {
    expect(problemsOf(path, text)).toEqual([expect.stringContaining(`${path}: `)])
  })

  it.each([
    ['stages/src/fetch/a.ts', "import { x } from '@warc2dataset/schemas'\nimport { y } from '../html/y.js'"],
    ['stages/src/picture/a.ts', "import { spawn } from 'node:child_process'"],
    ['stages/src/clip/session/a.ts', "import { Worker } from 'node:worker_threads'"],
    ['stages/src/search/a.ts', "import { Worker } from 'node:worker_threads'"],
    ['stages/src/latents/a.ts', "import { Tensor } from 'onnxruntime-node'"],
    ['stages/src/web/a.ts', "import { Client } from 'undici'"],
    ['stages/src/fetch/a.ts', "// as in import('@warc2dataset/pipeline'), console.log and process.env"],
    [
      'stages/src/fetch/a.ts',
      "/** from '@warc2dataset/pipeline' */\nexport const console_ = 'https://x.example'",
    ],
    ['stages/src/clip/model/silent-runtime.ts', "process.env['A'] = '1'"],
    ['pipeline/src/cli/a.ts', "import { x } from '../run-recipe.js'\nconsole.log(x)"],
    ['pipeline/src/cli/a.ts', "import { x } from './exit.js'"],
    ['test/src/runner/a.ts', "import { x } from '@warc2dataset/pipeline/cli/exit'"],
    ['stages/src/a.ts', 'const x = 1\n'.repeat(400)],
    ['stages/src/a.test.ts', 'const x = 1\n'.repeat(500)],
  ])('lets %s pass: %j', (path, text) => {
    expect(problemsOf(path, text)).toEqual([])
  })

  it('sees an import behind a string that looks like a comment', () => {
    expect(
      importsOf("const a = 'https://x'; export * from './b.js'\nconst c = '/*'\nimport './d.js'"),
    ).toEqual(['./b.js', './d.js'])
  })

  it.each(['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'])(
    'finds a workspace of the wrong layer among the %s',
    (field) => {
      const manifest = { [field]: { '@warc2dataset/pipeline': '0.1.0', zod: '4.6.7' } }
      expect(manifestProblems(new Map([['stages', manifest]]))).toEqual([
        'stages/package.json: stages may not depend on pipeline',
      ])
      expect(manifestProblems(new Map([['test', manifest]]))).toEqual([])
    },
  )
})
