import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { presetFiles, presetManifest } from './preset-files.js'
import { findPreset, readPreset, readPresets } from './read-presets.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'warc2dataset-preset-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function changed(change: (preset: Record<string, unknown>) => void): Promise<string> {
  const preset = structuredClone(await findPreset('b32')) as unknown as Record<string, unknown>
  change(preset)
  const path = join(folder, 'changed.json')
  await writeFile(path, JSON.stringify(preset))
  return path
}

describe('presets', () => {
  it('are those that are promised, each under its own name, two also with float16 weights', async () => {
    const names = (await readPresets()).map(({ name }) => name)
    const promised = ['b16', 'b32', 'dfn2b_l14', 'h14', 'l14', 'l14_336', 'siglip2_b16', 'xlmr_b32']
    expect(names).toEqual([...promised, 'b32_fp16', 'l14_fp16'].sort())
  })

  it('become manifests once their files have hashes', async () => {
    for (const preset of await readPresets()) {
      const files = presetFiles(preset).map((file, i) => ({ ...file, sha256: String(i).repeat(64) }))
      const blob = { role: 'image.data', path: 'visual/blob', sha256: 'f'.repeat(64) } as const
      const manifest = presetManifest(preset, [...files, blob])
      expect(manifest).toMatchObject({
        name: preset.name,
        toy: false,
        dim: preset.manifest.dim,
        epsilon: preset.name.endsWith('_fp16') ? 0.003 : 0.001,
      })
      expect(manifest.text.tokenizer.vocabulary.sha256).toBe('0'.repeat(64))
      expect(manifest.image).toMatchObject({ sha256: '2'.repeat(64), data: [{ file: 'visual/blob' }] })
    }
  })

  it('claim nothing: none was loaded, and a threshold has a source on the web', async () => {
    for (const { verified, manifest, license, name } of await readPresets()) {
      expect(verified).toBe('never loaded')
      if (manifest.threshold !== null) expect(manifest.threshold.source).toMatch(/https:\/\//)
      expect(license.open).toBe(name !== 'dfn2b_l14')
    }
  })

  it.each([
    ['../evil.onnx'],
    ['onnx/../../evil.onnx'],
    ['/etc/passwd'],
    ['.hidden'],
    ['a\\b'],
    ['https://example.org/x'],
    ['manifest.json'],
    ['x.part'],
    [''],
  ])('a file named %j is refused', async (path) => {
    const file = await changed((preset) =>
      Object.assign(preset, { files: { image: path, text: 't', vocabulary: 'v' } }),
    )
    await expect(readPreset(file)).rejects.toMatchObject({ exit: 'model' })
  })

  it.each([
    ['name', '../b32'],
    ['repo', 'a/../b'],
    ['repo', 'https://example.org'],
    ['revision', '../main'],
    ['verified', 'tested by a friend'],
    ['extra', 1],
  ])('%s: %j is refused', async (field, value) => {
    const file = await changed((preset) => Object.assign(preset, { [field]: value }))
    await expect(readPreset(file)).rejects.toThrow(/^Preset changed\.json, /)
  })

  it('an unknown name is exit 2 and names the nearest', async () => {
    await expect(findPreset('siglip_b16')).rejects.toMatchObject({
      exit: 'usage',
      message: expect.stringContaining('did you mean siglip2_b16?'),
    })
  })
})
