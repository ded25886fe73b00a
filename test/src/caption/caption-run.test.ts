import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../bad-input/run-cli.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { type CaptionServer, startCaptionServer } from './caption-server.js'
import {
  API_KEY,
  answeredTwice,
  type CaptionWorld,
  CONCURRENCY,
  captionCommand,
  captionCommits,
  captionFiles,
  captionRows,
  endOf,
  filesWith,
  KEY_NAME,
  MAX_AREA,
  openCaptionWorld,
  storedAnswers,
  storedSamples,
  troubled,
} from './caption-world.js'

const at = tempFolder()
let world: CaptionWorld
let server: CaptionServer

beforeAll(async () => {
  world = await openCaptionWorld(at())
  server = await startCaptionServer(troubled)
})
afterAll(() => server.close())

/** sha256 of each stored picture, by key. */
async function pictureHashes(out: string): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>()
  for (const { key, tar_offset, tar_size } of await storedSamples(out)) {
    const file = await open(join(out, `fetched/${key.slice(0, -4)}.tar`))
    const { buffer } = await file.read(
      Buffer.alloc(Number(tar_size)),
      0,
      Number(tar_size),
      Number(tar_offset),
    )
    await file.close()
    hashes.set(key, createHash('sha256').update(buffer).digest('hex'))
  }
  return hashes
}

describe('a run whose endpoint does all that can go wrong', () => {
  let out = ''
  let stderr = ''
  beforeAll(async () => {
    out = await world.copy(at('run'))
    const run = await runCli(captionCommand(world, out, server.baseUrl))
    stderr = run.stderr
    expect([run.code, run.stderr]).toEqual([0, expect.not.stringContaining('Error')])
  })

  it('has one row for each sample that select would keep by itself, shadow never', async () => {
    const commits = await captionCommits(world, out)
    expect(commits.length).toBeGreaterThanOrEqual(8)
    const wanted = (await storedSamples(out)).filter(
      ({ shadow_reason, original_width, original_height }) =>
        shadow_reason === null && (original_width ?? 0) >= 64 && (original_height ?? 0) >= 64,
    )
    const rows = await captionRows(world, out)
    expect(rows.map(({ key }) => key)).toEqual(wanted.map(({ key }) => key))
    const pictures = commits.reduce((sum, { counts }) => sum + counts.kept, 0)
    expect(pictures).toBe(rows.length)
  })

  it('asks once about a picture that is in several shards, and gives each of them its answer', async () => {
    const [rows, hashes] = [await captionRows(world, out), await pictureHashes(out)]
    const said = new Map<string, Set<string>>()
    const shards = new Map<string, Set<string>>()
    for (const { key, outcome, text } of rows) {
      const picture = hashes.get(key) ?? ''
      said.set(picture, (said.get(picture) ?? new Set()).add(`${outcome} ${text}`))
      shards.set(picture, (shards.get(picture) ?? new Set()).add(key.slice(0, -4)))
    }
    expect([...shards.values()].filter(({ size }) => size > 1).length).toBeGreaterThan(20)
    expect([...said.values()].filter(({ size }) => size !== 1)).toEqual([])
    const ids = new Set(server.log.map(({ id }) => id))
    expect(ids.size).toBe(said.size)
    expect(await storedAnswers(out)).toHaveLength(said.size)
    expect(answeredTwice(server.log)).toEqual([])
    const told = [...ids].map((id) => endOf(id)).map(({ outcome, text }) => `${outcome} ${text}`)
    expect([...said.values()].flatMap((set) => [...set]).sort()).toEqual(told.sort())
    expect(new Set(rows.map(({ outcome }) => outcome))).toEqual(
      new Set(['written', 'refused', 'cut', 'empty']),
    )
  })

  it('scores what was written, and only that', async () => {
    const rows = await captionRows(world, out)
    for (const { outcome, text, similarity, detail } of rows) {
      const isWritten = outcome === 'written'
      expect([text !== null, similarity !== null, detail === null]).toEqual([isWritten, isWritten, isWritten])
      expect(Math.abs(similarity ?? 0)).toBeLessThanOrEqual(1.001)
    }
    expect(new Set(rows.map(({ similarity }) => similarity)).size).toBeGreaterThan(20)
  })

  it('sends pictures of at most the area that it was told, some of them scaled down', async () => {
    const sizes = await Promise.all(server.log.map(({ jpeg }) => sharp(jpeg).metadata()))
    const areas = sizes.map(({ width, height }) => width * height)
    expect(Math.max(...areas)).toBeLessThanOrEqual(MAX_AREA)
    expect(areas.filter((area) => area > 0.97 * MAX_AREA).length).toBeGreaterThan(10)
  })

  it('counts what it asked, leaves nothing open, and never shows the key', async () => {
    const commits = await captionCommits(world, out)
    const sum = (
      pick: (one: Readonly<Record<string, unknown>>) => unknown,
      from: 'account' | 'environment',
    ) => commits.reduce((all, commit) => all + Number(pick(commit[from])), 0)
    expect(sum((one) => one['requests'], 'environment')).toBe(server.log.length)
    expect(sum((one) => one['open'], 'account')).toBe(0)
    expect(sum((one) => one['from_answers'], 'environment')).toBeGreaterThan(20)
    expect(server.log[0]?.headers['authorization']).toBe(`Bearer ${API_KEY}`)
    expect(await filesWith(out, API_KEY.slice(4, 20))).toEqual([])
    expect(stderr).not.toContain(API_KEY.slice(4, 20))
  })

  it('asks for another prompt, and for nothing when the first is back', async () => {
    const before = await captionFiles(out)
    const asked = server.log.length
    const again = await runCli(captionCommand(world, out, server.baseUrl))
    expect([again.code, server.log.length]).toEqual([0, asked])
    const other = ['--set', 'caption.prompt=What is it?', '--set', 'caption.candidates=2']
    expect((await runCli(captionCommand(world, out, server.baseUrl, other))).code).toBe(0)
    const second = server.log.slice(asked)
    expect(second.every(({ text }) => text === 'What is it?')).toBe(true)
    expect(new Set(second.map(({ body }) => body['seed']))).toEqual(new Set([1, 2]))
    const rows = await captionRows(world, out)
    expect(rows.filter(({ candidate }) => candidate === 1)).toHaveLength(rows.length / 2)
    const twice = server.log.length
    expect((await runCli(captionCommand(world, out, server.baseUrl))).code).toBe(0)
    expect(server.log).toHaveLength(twice)
    expect(answeredTwice(server.log)).toEqual([])
    const after = await captionFiles(out)
    const [commit] = await captionCommits(world, out)
    expect(commit?.generation).toBe(2)
    expect(after.get('00000.g2.parquet')).toBe(before.get('00000.parquet'))
  })
})

describe('an endpoint', () => {
  it('is never asked more at once than the recipe says, by however many workers', async () => {
    const calm = await startCaptionServer(() => ({ kind: 'say', text: 'a red star', afterMs: 20 }))
    const out = await world.copy(at('calm'))
    expect((await runCli(captionCommand(world, out, calm.baseUrl))).code).toBe(0)
    const most = Math.max(...calm.log.map(({ inFlight }) => inFlight))
    expect(most).toBe(CONCURRENCY)
    const workers = new Set((await captionCommits(world, out)).map(({ environment }) => environment['pid']))
    expect(workers.size).toBe(2)
    await calm.close()
  })

  it('is not asked without the key that the recipe names', async () => {
    const asked = server.log.length
    const out = await world.copy(at('no key'))
    const set = ['--set', `caption.api_key_env=${KEY_NAME}_2`]
    const { code, stderr } = await runCli(captionCommand(world, out, server.baseUrl, set))
    expect([code, stderr]).toEqual([4, expect.stringContaining(`environment variable ${KEY_NAME}_2`)])
    expect(server.log).toHaveLength(asked)
  })

  it('that stops accepting the key ends the run, and the same command goes on', async () => {
    let left = 30
    const strict = await startCaptionServer(() =>
      left-- > 0
        ? { kind: 'say', text: 'a red star' }
        : { kind: 'answer', status: 401, body: { error: { message: `Incorrect: ${API_KEY}` } } },
    )
    const out = await world.copy(at('strict'))
    const { code, stderr } = await runCli(captionCommand(world, out, strict.baseUrl))
    expect([code, stderr]).toEqual([6, expect.stringContaining('does not accept the API key')])
    expect(stderr).not.toContain(API_KEY.slice(4, 20))
    expect(await storedAnswers(out)).toHaveLength(30)
    left = Number.POSITIVE_INFINITY
    expect((await runCli(captionCommand(world, out, strict.baseUrl))).code).toBe(0)
    expect(answeredTwice(strict.log)).toEqual([])
    expect((await captionRows(world, out)).every(({ outcome }) => outcome === 'written')).toBe(true)
    await strict.close()
  })

  it('is asked for no more than a budget, and by --retry-failed for the rest alone', async () => {
    const calm = await startCaptionServer(() => ({ kind: 'say', text: 'a red star' }))
    const out = await world.copy(at('budget'))
    const budget = ['--set', 'caption.budget=25']
    expect((await runCli(captionCommand(world, out, calm.baseUrl, budget))).code).toBe(0)
    expect(calm.log).toHaveLength(25)
    const open = async () =>
      (await captionCommits(world, out)).reduce((sum, { account }) => sum + Number(account['open']), 0)
    const rows = await captionRows(world, out)
    expect(await open()).toBe(rows.filter(({ outcome }) => outcome === 'over_budget').length)
    expect(await open()).toBeGreaterThan(25)
    expect((await runCli(captionCommand(world, out, calm.baseUrl))).code).toBe(0)
    expect(calm.log).toHaveLength(25)
    expect((await runCli(captionCommand(world, out, calm.baseUrl, ['--retry-failed']))).code).toBe(0)
    expect(answeredTwice(calm.log)).toEqual([])
    expect(await open()).toBe(0)
    const asked = calm.log.length
    expect((await runCli(captionCommand(world, out, calm.baseUrl, ['--retry-failed']))).code).toBe(0)
    expect(calm.log).toHaveLength(asked)
    await calm.close()
  })
})
