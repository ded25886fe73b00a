import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { parseRecipe } from '../run/load-recipe.js'
import { init, TEMPLATES, templatePath } from './init.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'warc2dataset-init-'))
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const template = async (name: (typeof TEMPLATES)[number]) =>
  parseRecipe(parse(await readFile(templatePath(name), 'utf8')))

describe('init', () => {
  it.each(TEMPLATES)('%s is a recipe as it is written', async (name) => {
    expect((await template(name)).source.files).toHaveLength(1)
  })

  it('laion sets the text length of LAION-400M and uses no toy', async () => {
    const { extract, plan, select, score } = await template('laion')
    expect(extract.text.min_length).toBe(5)
    expect(plan.where).toBe("text_length <= 2000 and language = 'en'")
    expect(select.where).toBe('original_bytes >= 5000')
    expect(score.models).toEqual([])
  })

  it('sdxl asks for its buckets, one cut, and captions that fall back to the alt', async () => {
    const { select, fetch, caption, latents } = await template('sdxl')
    expect(select.bucket).toEqual({ kind: 'sdxl', no_upscale: false })
    expect(fetch.resize.mode).toBe('bucket')
    expect([caption.backend, latents.vae]).toEqual(['none', undefined])
  })

  it('audit filters nothing before download', async () => {
    const { extract, plan, select } = await template('audit')
    expect([extract.text.min_length, plan.where, plan.block_domains]).toEqual([0, 'true', []])
    expect([select.where, select.keep]).toEqual(['true', {}])
  })

  it('eu-tdm heeds every opt-out that there is', async () => {
    const { opt_out } = await template('eu-tdm')
    const { robots_agents, ...asked } = opt_out
    const directives = ['noai', 'noimageai', 'noimageindex', 'noindex', 'noml', 'none']
    expect({ ...asked, directives: [...asked.directives].sort() }).toEqual({
      robots_txt: true,
      directives,
      xmp: true,
      tdm: true,
    })
    expect(robots_agents.length).toBeGreaterThan(0)
  })

  it('writes no file over another, unless forced', async () => {
    const path = join(folder, 'mine.yaml')
    await writeFile(path, 'mine\n')
    await expect(init(['audit', '--out', path])).rejects.toMatchObject({ exitCode: 2 })
    expect(await readFile(path, 'utf8')).toBe('mine\n')
    expect(await init(['audit', '--out', path, '--force'])).toBe(0)
    expect(await readFile(path, 'utf8')).toBe(await readFile(templatePath('audit'), 'utf8'))
  })

  it.each([[[]], [['sd15']], [['laion', 'audit']]])('%j is exit 2', async (args) => {
    await expect(init(args)).rejects.toMatchObject({ exitCode: 2 })
  })
})
