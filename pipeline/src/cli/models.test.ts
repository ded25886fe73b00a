import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { listModels } from '../models/pulled-state.js'
import { readPresets } from '../models/read-presets.js'
import { openTestHub, type TestHub, testRepository } from '../models/test-hub.js'
import { modelTable } from './model-table.js'
import { models } from './models.js'
import { pullLines } from './pull-lines.js'

const root = mkdtempSync(join(tmpdir(), 'warc2dataset-models-'))
const { files, preset } = testRepository()
const printed = { out: '', err: '' }
let hub: TestHub
beforeEach(async () => {
  Object.assign(printed, { out: '', err: '' })
  hub = await openTestHub(files)
  vi.stubEnv('HF_ENDPOINT', hub.url)
  for (const name of ['out', 'err'] as const)
    vi.spyOn(process[`std${name}`], 'write').mockImplementation((text) => {
      printed[name] += String(text)
      return true
    })
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await hub.close()
})
afterAll(() => rmSync(root, { recursive: true }))

const file = (content: unknown) => {
  const path = join(root, 'tiny.json')
  writeFileSync(path, JSON.stringify(content))
  return path
}

describe('models', () => {
  it('pull brings a model, checks it and says that nobody compared its scores', async () => {
    expect(await models(['pull', file(preset), '--dir', join(root, 'models')])).toBe(0)
    expect(printed.out).toContain(`${join(root, 'models/tiny/manifest.json')}\n`)
    expect(printed.out).toContain(`models: ['hf:tiny']`)
    expect(printed.err).toMatch(/onnx\/image\.onnx: pulled, \d+ bytes, sha256 \w{64}/)
    expect(printed.err).toContain('verified: never loaded.')
  })

  it('pull of a model that does not fit its preset is exit 5', async () => {
    const wrong = { ...preset, manifest: { ...preset.manifest, dim: 5 } }
    await expect(models(['pull', file(wrong), '--dir', join(root, 'wrong')])).rejects.toMatchObject({
      exitCode: 5,
    })
  })

  it('pull of a hostile preset asks for nothing', async () => {
    const hostile = { ...preset, files: { ...preset.files, image: '../../../evil.onnx' } }
    await expect(models(['pull', file(hostile), '--dir', root])).rejects.toMatchObject({ exitCode: 5 })
    await expect(models(['pull', 'dfn2b_l14', '--dir', root])).rejects.toMatchObject({ exitCode: 2 })
    expect(hub.requests).toEqual([])
  })

  it.each([[[]], [['pull']], [['push', 'b32']], [['pull', 'b33']], [['pull', 'b16', '--example', 'x.png']]])(
    '%j is exit 2',
    async (args) => {
      await expect(models(args)).rejects.toMatchObject({ exitCode: 2 })
    },
  )

  it('list shows the mark, the licence and the threshold of each, within a terminal', async () => {
    const table = modelTable(await listModels(await readPresets(), root), root)
    expect(table).toMatch(/^b32 +never loaded +open +0\.28 +no$/m)
    expect(table).toMatch(/^dfn2b_l14 +never loaded +to accept +none +no$/m)
    expect(table).toContain('https://laion.ai/blog/laion-5b/')
    expect(table.split('\n').filter((line) => line.length > 106)).toEqual([])
    await models(['list', '--json', '--dir', root])
    expect(JSON.parse(printed.out)).toMatchObject({ folder: root, models: { length: 10 } })
  })
})

it('a pull tells of its bytes now and then', () => {
  const lines: string[] = []
  let now = 0
  const log = pullLines(
    (line) => lines.push(line),
    () => now,
  )
  for (now = 0; now <= 5000; now += 500)
    log({ kind: 'bytes', path: 'x', received: now * 1000, total: 10_000_000 })
  expect(lines).toEqual(['  x: 2.0 MB of 10.0 MB (20.0 %)', '  x: 4.0 MB of 10.0 MB (40.0 %)'])
})
