import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const module = (name: string): string =>
  JSON.stringify(new URL(`../../../dist/clip/${name}.js`, import.meta.url).href)

/** Both ways that the runtime is loaded: in a process of its own, and in the thread of a session. */
const script = `
  import { bundledModel, loadModel } from ${module('model/load-model')}
  import { checkModel } from ${module('model/check-model')}
  import { openEmbedder } from ${module('session/open-embedder')}
  const model = await loadModel(bundledModel())
  await checkModel(model)
  const embedder = await openEmbedder({ model, provider: 'cpu', batchSize: 1, threads: 1 })
  const [vector] = await embedder.texts([[2, 3]])
  await new Promise((resolve) => setTimeout(resolve, 300))
  await embedder.close()
  if (vector?.length !== 128) throw new Error('Expected a vector')
`

test('the runtime leaves no device id, database or log of its telemetry', () => {
  const home = mkdtempSync(join(tmpdir(), 'warc2dataset-silent-'))
  const env = { PATH: process.env['PATH'], HOME: home, TMPDIR: home, XDG_CACHE_HOME: home }
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env,
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  })
  expect(run.stderr).toBe('')
  expect(run.status).toBe(0)
  expect(readdirSync(home, { recursive: true })).toEqual([])
  rmSync(home, { recursive: true })
})
