import { readFile } from 'node:fs/promises'
import { withTempDuck } from '@warc2dataset/pipeline/storage/temp-duck'
import { literal } from '@warc2dataset/stages/parquet/duck'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../bad-input/run-cli.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import {
  type CaptionWorld,
  captionCommits,
  captionRows,
  openCaptionWorld,
  storedAnswers,
} from './caption-world.js'

const at = tempFolder()
let world: CaptionWorld
let out = ''

/** A whole run on a copy, without a network. */
async function runTemplate(folder: string, more: readonly string[] = []): Promise<void> {
  const { code, stderr } = await runCli([
    ...['run', world.recipe, '--out', folder, '--provider', 'cpu', '--quiet'],
    ...['--set', 'select.caption=synthetic'],
    ...more,
  ])
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('Error')])
}

interface Packed {
  readonly URL: string
  readonly key: string
  readonly TEXT: string
  readonly caption: string
  readonly caption_source: string
  readonly caption_model: string | null
}

function packed(folder: string): Promise<readonly Packed[]> {
  return withTempDuck((duck) =>
    duck.rows<Packed>(`FROM read_parquet(${literal(`${folder}/dataset/*.parquet`)}) ORDER BY "key"`),
  )
}

beforeAll(async () => {
  world = await openCaptionWorld(at(), 'template')
  out = await world.copy(at('run'))
  await runTemplate(out)
})

describe('a run with template captions', () => {
  it('trains on what the toy model says, and keeps the text of the page', async () => {
    const rows = await captionRows(world, out)
    const told = new Map(rows.map(({ key, text }) => [key, text]))
    const dataset = await packed(out)
    expect(dataset.length).toBe(rows.length)
    for (const { key, TEXT, caption, caption_source, caption_model } of dataset) {
      expect([caption, caption_source, caption_model]).toEqual([
        told.get(key),
        'synthetic',
        'toy-template-v1',
      ])
      expect(caption).toMatch(/^an? [a-z]+ [a-z]+$/)
      expect(TEXT).not.toBe(caption)
    }
    expect(await storedAnswers(out)).toEqual([])
    expect((await captionCommits(world, out))[0]?.environment).toMatchObject({ requests: 0 })
  })

  it('explains which caption was taken, and tells in status how many there are', async () => {
    const [row] = await packed(out)
    const { stdout } = await runCli(['explain', out, row?.URL ?? ''])
    expect(stdout).toMatch(/^caption {2}0, toy-template-v1: 0\.\d{4} "an? [a-z]+ [a-z]+", TAKEN$/m)
    const rows = await captionRows(world, out)
    expect((await runCli(['status', out])).stdout).toMatch(new RegExp(`^ {2}written +${rows.length} `, 'm'))
  })

  it('names the captioner in what it exports, and none where no caption is synthetic', async () => {
    const captioners = async (folder: string): Promise<readonly unknown[]> => {
      const { code, stderr } = await runCli(['export', folder, '--to', 'laion', '--out', `${folder}-laion`])
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('Error')])
      const models = JSON.parse(await readFile(`${folder}-laion/ancestry.json`, 'utf8')) as readonly {
        readonly role: string
      }[]
      return models.filter(({ role }) => role === 'captioner')
    }
    expect(await captioners(out)).toMatchObject([{ id: 'toy-template-v1', licence: null, toy: true }])
    const { code } = await runCli(['pack', out, '--out', at('alt'), '--set', 'select.caption=alt', '--quiet'])
    expect(code).toBe(0)
    expect(await captioners(at('alt'))).toEqual([])
  })

  it('asks about what caption.where says, if it does, and again about the rest when it does not', async () => {
    const narrow = await world.copy(at('narrow'))
    await runTemplate(narrow, ['--set', 'caption.where=original_width >= 128'])
    const some = await captionRows(world, narrow)
    const all = await captionRows(world, out)
    expect(some.length).toBeGreaterThan(5)
    expect(some.length).toBeLessThan(all.length - 5)
    const sources = new Set((await packed(narrow)).map(({ caption_source }) => caption_source))
    expect(sources).toEqual(new Set(['alt', 'synthetic']))
    await runTemplate(narrow)
    expect(await captionRows(world, narrow)).toEqual(all)
  })

  it('judges again by another where without asking for the captions that are missing then', async () => {
    const cut = await world.copy(at('cut'))
    await runTemplate(cut, ['--set', 'select.where=original_width >= 128'])
    const [written, all] = [await captionRows(world, cut), await captionRows(world, out)]
    const args = ['pack', cut, '--out', at('wider'), '--set', 'select.where=original_width >= 64']
    const { code, stdout, stderr } = await runCli([...args, '--set', 'select.caption=synthetic'])
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('Error')])
    const fellBack = all.length - written.length
    expect(fellBack).toBeGreaterThan(5)
    expect(stdout).toContain(
      `Captions:  ${written.length} synthetic, ${fellBack} alt (${fellBack} since no caption was written)`,
    )
    expect(stdout).toContain('no picture, record or model was touched')
    const { stdout: status } = await runCli(['status', at('wider')])
    const units = new Set((await captionCommits(world, cut)).map(({ unit }) => unit)).size
    expect(status).toMatch(new RegExp(`^caption +${units}/${units} `, 'm'))
  })
})
