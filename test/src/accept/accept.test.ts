import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import { type TestManifest, writeModel } from '@warc2dataset/stages/clip/model/test-model'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { tempFolder } from '../bad-input/temp-folder.js'
import { inCheckout } from '../place.js'
import { accept } from './accept.js'
import { type AcceptOptions, parseArguments } from './arguments.js'
import { reportSchema, reportText } from './report.js'
import { reportLines } from './report-lines.js'
import { type StubAnswer, writeStubPython } from './stub-python.js'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const CRAWL = { seed: 3, archives: 1, pagesPerArchive: 8, imagesPerPage: 5, distinctPictures: 24, sites: 3 }
const CLOSE = 4e-6
const FAR = 2e-4

describe('an acceptance, with a stub in the place of open_clip', () => {
  const at = tempFolder()
  let warc = ''
  const flags = async (name: string, answer: StubAnswer): Promise<readonly string[]> => [
    ...['--clip', dirname(writeTiny(at('tiny'))), '--warc', warc, '--run', at('kept')],
    ...['--python', await writeStubPython(at(), name, answer), '--provider', 'cpu', '--min-pairs', '10'],
    ...['--open-clip', 'tiny', '--pretrained', 'stub', '--out', at('out', `${name}.json`)],
  ]
  const options = async (
    name: string,
    answer: StubAnswer,
    change: Partial<AcceptOptions> = {},
  ): Promise<AcceptOptions> => ({ ...parseArguments(await flags(name, answer)), ...change })
  beforeAll(async () => {
    await generateArchives({ ...CRAWL, outDir: at('crawl') })
    warc = at('crawl', (await readdir(at('crawl'))).find((name) => name.includes('.warc')) ?? 'none')
  })

  it('writes what it found, and it is accepted within ε', async () => {
    const { report, place } = await accept(await options('close', { moved: CLOSE }))
    expect(reportSchema.parse(JSON.parse(await readFile(place, 'utf8')))).toEqual(report)
    const preprocess = { size: [224, -1e-7], note: '[ 1, 2 ]', none: [] }
    const other = { ...report, open_clip: { ...report.open_clip, preprocess } }
    expect(JSON.parse(reportText(other))).toEqual(other)
    expect(reportText(other)).toContain('"size": [224, -1e-7],')
    expect(report).toMatchObject({ accepted: true, dataset_differs: 0 })
    expect(report.comparison).toMatchObject({ epsilon: 1e-5, within: report.comparison.pairs })
    for (const name of ['max', 'mean', 'p99'] as const) expect(report.comparison[name]).toBeCloseTo(CLOSE, 9)
    expect(report.quantiles.open_clip.p50 - report.quantiles.ours.p50).toBeCloseTo(CLOSE, 9)
    const { pairs } = report.comparison
    const { select, fetch } = report.funnel.phases
    expect(pairs).toBe(fetch?.kept)
    expect(report.pass.fraction).toMatchObject({ value: 0.3, kept: Math.floor(0.3 * pairs) })
    expect(report.pass.fraction.also_by_open_clip).toBe(select?.kept)
    expect(report.archive.sha256).toBe(sha256(await readFile(warc)))
    expect(report.model.manifest_sha256).toBe(sha256(await readFile(at('tiny', 'manifest.json'))))
    expect(report.versions).toMatchObject({ provider: 'cpu', open_clip: 'stub' })
    expect(reportLines(report)).toContain('Within ε: accepted.')
  })

  it('is not accepted beyond: exit 1 and the table', async () => {
    const { status, stdout, stderr } = run(await flags('far', { moved: FAR }))
    expect(status, stderr).toBe(1)
    expect(stdout).toMatch(
      /^pairs +within +ε +max +mean +p99\n +\d+ +0 +1\.0e-5 +2\.0e-4 +2\.0e-4 +2\.0e-4$/m,
    )
    expect(stdout).toContain('Not within ε: not accepted.')
    const { comparison } = reportSchema.parse(JSON.parse(await readFile(at('out', 'far.json'), 'utf8')))
    expect(comparison.worst).toHaveLength(5)
  })

  it('says what a person can mend, before any work where it can', async () => {
    const says = 'Expected open_clip in python, got none; run pip'
    const mend = options('mend', { exit: 3, says })
    await expect(accept(await mend)).rejects.toMatchObject({ exit: 'usage', message: says })
    await expect(accept(await options('crash', { exit: 1, says: 'KeyError: 7' }))).rejects.toThrow(
      /got exit 1: KeyError: 7/,
    )
    const moved = (change: Partial<AcceptOptions>) => options('close', { moved: 0 }, change).then(accept)
    await expect(moved({ python: at('none') })).rejects.toThrow(
      'Expected a Python with open_clip for --python',
    )
    await expect(moved({ clip: at('none') })).rejects.toMatchObject({ exit: 'model' })
    await expect(moved({ warc: at('none') })).rejects.toMatchObject({ exit: 'input' })
    await expect(moved({ openClip: null })).rejects.toThrow('for the model tiny, got none')
    expect(run(['--clip', 'x']).status).toBe(2)
  })

  it('never puts random weights into docs', async () => {
    const clip = dirname(writeTiny(at('random'), 'nothing: random weights'))
    const random = options('close', { moved: 0 }, { clip, out: null })
    await expect(random.then(accept)).rejects.toThrow('docs/accept is for trained weights')
  })

  it('refuses an archive with too few pictures, or none', async () => {
    const few = options('close', { moved: 0 }, { minPairs: 1000 })
    await expect(few.then(accept)).rejects.toThrow(
      /Expected at least 1000 scored pictures in .*, got \d+ of \d+/,
    )
    await generateArchives({ ...CRAWL, missingPictures: 1, outDir: at('bare') })
    const bare = at('bare', (await readdir(at('bare'))).find((name) => name.includes('.warc')) ?? 'none')
    const none = options('close', { moved: 0 }, { warc: bare, run: at('bare-run') })
    await expect(none.then(accept)).rejects.toThrow(
      /Expected an archive with pictures .* \(not_in_archive \d+\)/,
    )
  })
})

/** The tiny model, with a score for every text. */
function writeTiny(folder: string, domain = 'tests'): string {
  const change = (manifest: TestManifest): void => {
    manifest['domain'] = domain
    manifest.text['tokenizer'] = { ...(manifest.text['tokenizer'] as object), max_unknown: 1 }
  }
  return writeModel(folder, { change })
}

function run(args: readonly string[]) {
  return spawnSync(process.execPath, [inCheckout('test/dist/accept/main.js'), ...args], { encoding: 'utf8' })
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
