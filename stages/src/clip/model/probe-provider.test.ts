import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClipModel, loadModel } from './load-model.js'
import { probeProvider } from './probe-provider.js'
import { writeModel } from './test-model.js'

const root = mkdtempSync(join(tmpdir(), 'probe-'))
let model: ClipModel

beforeAll(async () => {
  model = await loadModel(writeModel(join(root, 'model')))
})
afterAll(() => rmSync(root, { recursive: true }))

test('the CPU runs it', async () => {
  expect(await probeProvider(model, 'cpu')).toEqual({
    provider: 'cpu',
    tried: [{ provider: 'cpu', problem: null }],
  })
})

test('auto takes the first that works, and says why not those before', async () => {
  const { provider, tried } = await probeProvider(model, 'auto')
  expect(tried.at(-1)).toEqual({ provider, problem: null })
  expect(['cuda', 'webgpu', 'cpu'].slice(0, tried.length)).toEqual(tried.map((each) => each.provider))
  for (const { problem } of tried.slice(0, -1)) expect(problem).toMatch(/\w/)
})

/** A child that lets only `good` run; cuda takes its process down. */
const playChild = (good: string) => {
  const childScript = join(root, `only-${good}.mjs`)
  writeFileSync(
    childScript,
    `process.on('message', ({ provider }) => {
       if (provider === 'cuda') process.abort()
       process.send({ problems: provider === '${good}' ? [] : ['a difference of 0.2'] })
     })`,
  )
  return { childScript }
}

test('auto goes on after a crash', async () => {
  expect(await probeProvider(model, 'auto', playChild('webgpu'))).toMatchObject({
    provider: 'webgpu',
    tried: [{ provider: 'cuda', problem: expect.stringContaining('SIGABRT') }, { problem: null }],
  })
})

test('a provider asked for by name is not replaced', async () => {
  await expect(probeProvider(model, 'cuda', playChild('cpu'))).rejects.toMatchObject({
    exit: 'model',
    message: expect.stringMatching(/tiny-test .*the provider cuda to run it, got .*SIGABRT/),
  })
})

test('none at all: every reason is told', async () => {
  await expect(probeProvider(model, 'auto', playChild('none'))).rejects.toThrow(
    /cuda.*\n.*webgpu.*\n.*cpu.*0\.2/,
  )
})
