import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadHead } from '@warc2dataset/stages/heads/load-head'
import { openHead } from '@warc2dataset/stages/heads/open-head'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { models } from './models.js'

const root = mkdtempSync(join(tmpdir(), 'warc2dataset-convert-'))
const printed = { out: '', err: '' }
beforeEach(() => {
  Object.assign(printed, { out: '', err: '' })
  for (const name of ['out', 'err'] as const)
    vi.spyOn(process[`std${name}`], 'write').mockImplementation((text) => {
      printed[name] += String(text)
      return true
    })
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => rmSync(root, { recursive: true }))

const weights = (about: object = {}, dim = 512) => {
  const path = join(root, 'given.json')
  writeFileSync(path, JSON.stringify({ ...about, w: Array(dim).fill(0.25), b: -1 }))
  return path
}
const convert = (file: string, ...flags: string[]) =>
  models(['convert', file, '--name', 'nice', '--column', 'aesthetic', ...flags])

describe('models convert', () => {
  it('makes a head that opens, and says how a recipe names it', async () => {
    const out = join(root, 'made')
    const about = { requires: 'openai ViT-B/32', licence: 'MIT' }
    expect(await convert(weights(about), '--out', out)).toBe(0)
    const path = join(out, 'head.json')
    expect(printed.out).toContain(`annotate: { heads: ["file:${path}"] }`)
    expect(printed.out).toContain('column aesthetic, from embeddings of openai/ViT-B-32; licence: MIT')
    expect(printed.out).toContain('layers.0: 512 to 1')
    expect(printed.err).toBe('')
    const say = await openHead(await loadHead(path))
    expect(say(new Float32Array(512).fill(0.5))).toBe(63)
    const before = readFileSync(path, 'utf8')
    await expect(convert(weights(about), '--out', out)).rejects.toMatchObject({ exit: 'usage' })
    expect(readFileSync(path, 'utf8')).toBe(before)
  })

  it('knows how long an embedding of the models that come along is', async () => {
    const out = join(root, 'wrong')
    await expect(
      convert(weights({}, 768), '--requires', 'openai/ViT-B-32', '--out', out),
    ).rejects.toMatchObject({ exit: 'model', message: expect.stringContaining('dim 512') })
    expect(existsSync(out)).toBe(false)
  })

  it('tells of a licence and an encoder that nobody knows, and steers no terminal', async () => {
    const file = weights({ name: 'evil\u001b[2J' })
    expect(await convert(file, '--requires', 'me/mine', '--out', join(root, 'mine'))).toBe(0)
    expect(printed.err).toMatch(/encoder me\/mine\.\n.*--license/)
    expect(printed.out).not.toContain('\u001b')
  })

  it.each([
    [['convert']],
    [['convert', 'a.json', 'b.json', '--name', 'x', '--column', 'y']],
    [['convert', 'a.json', '--column', 'y']],
    [['convert', 'a.json', '--name', 'x']],
    [['convert', 'a.json', '--name', 'x', '--column', 'y', '--last', 'relu']],
    [['convert', 'a.json', '--name', 'x', '--column', 'y', '--activation', 'gelu']],
    [['convert', 'a.json', '--name', 'x', '--column', 'y', '--out', ' ']],
    [['convert', 'a.pth', '--name', 'x', '--column', 'y']],
    [['convert', 'a.json', '--name', 'x', '--column', 'y', '--dir', 'z']],
    [['list', '--out', 'x']],
  ])('%j is exit 2', async (args) => {
    await expect(models(args)).rejects.toMatchObject({ exitCode: 2 })
  })
})
