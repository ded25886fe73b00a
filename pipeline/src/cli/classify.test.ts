import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type TestSample, writeEmbeddedRun } from '../classify/test-embedded-run.js'
import type { RunView } from '../phases/phase.js'
import { classify } from './classify.js'

const opened = vi.hoisted(() => ({ view: null as unknown }))
vi.mock('../run/open-run.js', () => ({ openRun: async () => opened.view as RunView }))

let folder = ''
let labels = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'classify-'))
  labels = join(folder, 'my colours.txt')
  await writeFile(labels, 'red\ngreen\nblue\n')
  const samples = Array.from({ length: 8 }, (_, n): TestSample => {
    const embedding = Float32Array.of(Math.sin(n), Math.cos(n), 0, 0)
    return { key: `00000000${n}`, url: `https://img.example/${n}.jpg`, embedding }
  })
  opened.view = await writeEmbeddedRun(
    join(folder, 'run'),
    [samples],
    ['000000001', '000000005', '999999999'],
  )
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

async function printed(...args: readonly string[]): Promise<string> {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
  expect(await classify(args)).toBe(0)
  return lines.join('')
}

describe('classify', () => {
  it('prints how many pictures each label has, and what it is worth', async () => {
    const text = await printed('run', '--labels', labels)
    expect(text).toMatch(/^2 pictures by 3 labels of my_colours \([0-9a-f]{8}\), model tiny \(tiny-test\)\n/)
    expect(text).toMatch(/^label +pictures +share +mean p$/m)
    expect(text).toMatch(/^(red|green|blue) +[12] +\d+\.0 % +[01]\.\d{3}$/m)
    expect(text).toContain('without a picture')
    expect(text).toContain('Probabilities are not calibrated')
    expect(text).toContain('1 kept sample without an embedding')
  })

  it('says the same as JSON, of every class', async () => {
    const found = JSON.parse(await printed('run', '--labels', labels, '--in', 'all', '--json'))
    expect(found).toMatchObject({ run: 'run', pictures: 8, without_embedding: null, scale: 100 })
    expect(found.model).toEqual({ name: 'tiny', id: 'tiny-test', toy: false })
    expect(found.labels).toMatchObject({ name: 'my_colours', classes: 3, truncated: 0, unknown: 0 })
    expect(found.classes.map(({ label }: { label: string }) => label).sort()).toEqual([
      'blue',
      'green',
      'red',
    ])
    expect(found.classes.reduce((sum: number, each: { share: number }) => sum + each.share, 0)).toBeCloseTo(1)
  })

  it.each([
    [['run'], 'Expected a file of labels for --labels, got none'],
    [['--labels', 'x.txt'], 'Expected one run, got none'],
    [['run', '--labels', 'x.txt', '--in', 'some'], 'Expected kept or all for --in, got some'],
    [['run', '--labels', 'x.txt', '--top', '0'], 'for --top, got 0'],
    [['run', '--labels', 'x.txt', '--top', '101'], 'Expected at most 100 for --top, got 101'],
    [['run', '--labels', 'x.txt', '--out', 'x.csv'], 'ends in .parquet or .json for --out, got x.csv'],
    [['run', '--labels', '/nowhere/x.txt'], 'Expected a prompt set or labels in /nowhere/x.txt'],
  ])('refuses %j as a wrong command line', async (args, problem) => {
    await expect(classify(args)).rejects.toMatchObject({
      exit: 'usage',
      message: expect.stringContaining(problem),
    })
  })

  it('refuses an empty file of labels', async () => {
    const empty = join(folder, 'empty.txt')
    await writeFile(empty, '\n# nothing\n')
    await expect(classify(['run', '--labels', empty])).rejects.toMatchObject({
      exit: 'usage',
      message: expect.stringContaining('Expected at least 2 labels'),
    })
  })
})
