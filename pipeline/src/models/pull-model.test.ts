import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkModel } from '@warc2dataset/stages/clip/model/check-model'
import { loadModel } from '@warc2dataset/stages/clip/model/load-model'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readLock } from './model-lock.js'
import { type PullOptions, pullModel } from './pull-model.js'
import { listModels } from './pulled-state.js'
import { resolvePulledModel } from './resolve-pulled-model.js'
import { COMMIT, openTestHub, type TestHub, testRepository } from './test-hub.js'

const root = mkdtempSync(join(tmpdir(), 'warc2dataset-pull-'))
const { files, preset } = testRepository()
let hub: TestHub
let folder = ''
beforeEach(async () => {
  folder = mkdtempSync(join(root, 'models-'))
  hub = await openTestHub({ ...files })
})
afterEach(() => hub.close())
afterAll(() => rmSync(root, { recursive: true }))

const pull = (change: Partial<PullOptions> = {}) =>
  pullModel({
    preset,
    folder,
    endpoint: hub.url,
    acceptLicense: false,
    log: () => {},
    signal: new AbortController().signal,
    tries: 3,
    pauseMs: 1,
    env: {},
    ...change,
  })
const here = (path: string) => join(folder, 'tiny', path)
const exit5 = (message: RegExp) => ({ exit: 'model', message: expect.stringMatching(message) })
/** An ONNX model without anything but a tensor that keeps its data in another file. */
const onnxWith = (file: string) => {
  const field = (tag: number, body: Buffer) => Buffer.concat([Buffer.from([tag * 8 + 2, body.length]), body])
  const entry = Buffer.concat([field(1, Buffer.from('location')), field(2, Buffer.from(file))])
  return field(7, field(5, field(13, entry)))
}
const noise = (length: number) => Buffer.from(Array.from({ length }, (_, i) => (i * i * 31 + i) % 251))

describe('pullModel', () => {
  it('brings files, hashes and a manifest that loads and runs; again it asks for nothing', async () => {
    const { manifestPath } = await pull()
    await checkModel(await loadModel(manifestPath))
    const { models } = await readLock(folder)
    const image = files['onnx/image.onnx'] ?? Buffer.alloc(0)
    expect(models['tiny']?.files['onnx/image.onnx']).toEqual({
      role: 'image',
      repo: 'owner/tiny',
      revision: 'main',
      commit: COMMIT,
      url: `${hub.url}/owner/tiny/resolve/${COMMIT}/onnx/image.onnx`,
      etag: hub.mood.etag('onnx/image.onnx'),
      size: image.length,
      sha256: createHash('sha256').update(image).digest('hex'),
    })
    expect(await resolvePulledModel('tiny', folder)).toBe(manifestPath)
    expect(readdirSync(here('onnx')).sort()).toEqual(['image.onnx', 'text.onnx'])
    const asked = hub.requests.length
    expect(asked).toBe(3)
    await pull()
    expect(hub.requests.length).toBe(asked)
  })

  it('takes every file of the commit that the first answer names', async () => {
    await pull()
    expect(hub.requests.map(({ path }) => path.split('/')[4])).toEqual(['main', COMMIT, COMMIT])
    rmSync(here('vocabulary.txt'))
    await pull()
    expect(hub.requests.at(-1)?.path).toBe(`/owner/tiny/resolve/${COMMIT}/vocabulary.txt`)
  })

  it('refuses another commit than the one it asked for', async () => {
    const { preset: pinned } = testRepository({ revision: 'd'.repeat(40) })
    await expect(pull({ preset: pinned })).rejects.toMatchObject(exit5(/Expected commit d{40} .* got c0ffee/))
    expect(existsSync(here('vocabulary.txt'))).toBe(false)
  })

  it('brings the external data that an ONNX file names', async () => {
    const blob = noise(5000)
    hub.mood.files = { ...files, 'onnx/image.onnx': onnxWith('blob'), 'onnx/blob': blob }
    const { manifestPath, locked } = await pull()
    expect(readFileSync(here('onnx/blob'))).toEqual(blob)
    expect(locked.files['onnx/blob']?.role).toBe('image.data')
    const { image } = (await loadModel(manifestPath)).manifest
    expect(image.data).toEqual([
      { file: 'onnx/blob', sha256: createHash('sha256').update(blob).digest('hex') },
    ])
  })

  it.each(['../../evil', '/etc/passwd', 'manifest.json', '.ssh', 'image.onnx', ''])(
    'refuses external data at %j',
    async (name) => {
      hub.mood.files = { ...files, 'onnx/image.onnx': onnxWith(name) }
      await expect(pull()).rejects.toMatchObject({ exit: 'model' })
      expect(readdirSync(root).sort()).not.toContain('evil')
      expect(existsSync(here('manifest.json'))).toBe(false)
    },
  )

  it('an answer that is no ONNX file is exit 5', async () => {
    hub.mood.files = { ...files, 'onnx/image.onnx': Buffer.from('<html>please log in</html>') }
    await expect(pull()).rejects.toMatchObject(exit5(/Expected ONNX for onnx\/image\.onnx of owner\/tiny/))
  })

  it('does not follow a link out of the folder', async () => {
    const outside = mkdtempSync(join(root, 'outside-'))
    await pull()
    rmSync(here('onnx'), { recursive: true })
    symlinkSync(outside, here('onnx'))
    await expect(pull()).rejects.toMatchObject(exit5(/got a link/))
    expect(readdirSync(outside)).toEqual([])
  })

  it('asks for nothing before a licence that is not open is accepted', async () => {
    const license = { name: 'Theirs', open: false, url: 'https://example.org/theirs' }
    const { preset: closed } = testRepository({ license })
    await expect(pull({ preset: closed })).rejects.toMatchObject({
      exit: 'usage',
      message: expect.stringMatching(/--accept-license .* Theirs, https:\/\/example\.org\/theirs/),
    })
    expect(hub.requests).toEqual([])
    expect(readdirSync(folder)).toEqual([])
    await pull({ preset: closed, acceptLicense: true })
  })

  it('one at a time into a folder; a dead one does not block', async () => {
    writeFileSync(join(folder, '.pull.pid'), String(process.ppid))
    await expect(pull()).rejects.toMatchObject({ exit: 'usage' })
    writeFileSync(join(folder, '.pull.pid'), '999999999')
    await pull()
    expect(readdirSync(folder).sort()).toEqual(['models.lock.json', 'tiny'])
  })
})

describe('the lock', () => {
  it('a file that changed on disk is exit 5', async () => {
    const { manifestPath } = await pull()
    writeFileSync(here('vocabulary.txt'), 'other\n')
    await expect(pull()).rejects.toMatchObject(
      exit5(/Expected sha256 \w{64} for .*vocabulary\.txt.*Delete it/),
    )
    const manifest = readFileSync(manifestPath, 'utf8')
    writeFileSync(manifestPath, manifest.replace(/"sha256": "\w{64}"/, `"sha256": "${'0'.repeat(64)}"`))
    await expect(resolvePulledModel('tiny', folder)).rejects.toMatchObject(
      exit5(/as models\.lock\.json says/),
    )
  })

  it('a file that changed on the hub is exit 5 and is not kept', async () => {
    await pull()
    rmSync(here('vocabulary.txt'))
    hub.mood.files['vocabulary.txt'] = Buffer.from('other\n')
    await expect(pull()).rejects.toMatchObject(exit5(/has other bytes than at the first pull/))
    expect(readdirSync(here('.')).sort()).toEqual(['manifest.json', 'onnx'])
    expect((await listModels([preset], folder))[0]).toMatchObject({ pulled: 'partly' })
    hub.mood.files = { ...files }
    await pull()
    expect((await listModels([preset], folder))[0]).toMatchObject({ pulled: 'yes' })
  })

  it('a damaged lock, a file that it does not know, and another repository are exit 5', async () => {
    await pull()
    const { preset: other } = testRepository({ repo: 'someone/else' })
    await expect(pull({ preset: other })).rejects.toMatchObject(exit5(/Expected .* of owner\/tiny/))
    rmSync(join(folder, 'models.lock.json'))
    await expect(pull()).rejects.toMatchObject(exit5(/does not know/))
    writeFileSync(join(folder, 'models.lock.json'), '{"version":1,"models":{"tiny":{"files":')
    await expect(pull()).rejects.toMatchObject(exit5(/models\.lock\.json/))
  })

  it('without a pull there is no model', async () => {
    await expect(resolvePulledModel('tiny', folder)).rejects.toMatchObject(
      exit5(/run `warc2dataset models pull tiny` first/),
    )
    await expect(resolvePulledModel('../tiny', folder)).rejects.toMatchObject({ exit: 'model' })
  })
})
