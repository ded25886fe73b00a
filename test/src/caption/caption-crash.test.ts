import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '@warc2dataset/pipeline/demo/seeded-random'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli, startCli } from '../bad-input/run-cli.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { killTree, waitGone } from '../crash/process-tree.js'
import { type AskedFor, type CaptionServer, startCaptionServer } from './caption-server.js'
import {
  API_KEY,
  answeredTwice,
  type CaptionWorld,
  CONCURRENCY,
  captionCommand,
  captionCommits,
  captionFiles,
  filesWith,
  openCaptionWorld,
  storedAnswers,
  troubled,
} from './caption-world.js'

const at = tempFolder()
const LIMIT_MS = 180_000
let world: CaptionWorld
let undisturbed: ReadonlyMap<string, string>
let answers = 0
const servers: CaptionServer[] = []

async function openServer(): Promise<CaptionServer> {
  const server = await startCaptionServer(troubled)
  servers.push(server)
  return server
}

beforeAll(async () => {
  world = await openCaptionWorld(at())
  const out = await world.copy(at('undisturbed'))
  expect((await runCli(captionCommand(world, out, (await openServer()).baseUrl))).code).toBe(0)
  undisturbed = await captionFiles(out)
  answers = (await storedAnswers(out)).length
  expect(await captionCommits(world, out)).not.toHaveLength(0)
})
afterAll(() => Promise.all(servers.map(({ close }) => close())))

const answered = (log: readonly AskedFor[]): number =>
  new Set(log.filter(({ wasAnswered }) => wasAnswered).map(({ id }) => id)).size

/** Runs until the server has given so many answers, then `prepare`, then SIGKILL to everything; false: it ended before. */
async function killAfter(
  out: string,
  server: CaptionServer,
  count: number,
  prepare: () => Promise<void>,
): Promise<boolean> {
  const run = startCli(captionCommand(world, out, server.baseUrl))
  let hasEnded = false
  void run.ended.then(() => {
    hasEnded = true
  })
  while (!hasEnded && answered(server.log) < count) await sleep(1)
  await prepare()
  if (hasEnded) return false
  await waitGone(killTree([run.pid]), 5000)
  return (await run.ended).code === 'SIGKILL'
}

/** The run goes on to its end; what it left is what an undisturbed one does. */
async function finishes(out: string, server: CaptionServer): Promise<void> {
  const { code, stderr } = await runCli(captionCommand(world, out, server.baseUrl))
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('Error')])
  expect(await captionFiles(out)).toEqual(undisturbed)
  expect((await captionCommits(world, out)).length).toBeGreaterThanOrEqual(8)
  expect(await filesWith(out, API_KEY.slice(4, 20))).toEqual([])
}

describe('kill -9 of a run that captions', () => {
  it(
    'at nine moments: nothing that was answered is answered again',
    async () => {
      const [out, server] = [await world.copy(at('quiet')), await openServer()]
      let [kills, abandoned] = [0, 0]
      for (let n = 0; n < 9; n++) {
        const count = Math.floor(((n + 0.5) * answers) / 9.5)
        const wasKilled = await killAfter(out, server, count, async () => {
          // What has left the server has been stored by then; the rest is asked for and not answered.
          server.hold()
          while ((await storedAnswers(out)).length < answered(server.log)) await sleep(1)
          await sleep(20)
        })
        if (wasKilled) kills += 1
        const given = answered(server.log)
        server.release()
        await sleep(20)
        // Nobody was there any more.
        expect(answered(server.log)).toBe(given)
      }
      abandoned = server.log.filter(({ wasAnswered }) => !wasAnswered).length
      await finishes(out, server)
      expect(kills).toBe(9)
      expect(abandoned).toBeGreaterThan(9)
      expect(answeredTwice(server.log)).toEqual([])
      expect(answered(server.log)).toBe(answers)
    },
    LIMIT_MS,
  )

  it(
    'at any moment: nothing that was stored is asked again, and of the rest no more than was under way',
    async () => {
      const [out, server] = [await world.copy(at('wild')), await openServer()]
      const random = createRandom('caption kills')
      const stored: { readonly asked: number; readonly names: ReadonlySet<string> }[] = []
      for (let n = 0; n < 6; n++) {
        const count = Math.floor(((n + random.float()) * answers) / 7)
        const pause = Math.floor(random.float() * 40)
        await killAfter(out, server, count, () => sleep(pause).then(() => {}))
        stored.push({ asked: server.log.length, names: new Set(await storedAnswers(out)) })
      }
      await finishes(out, server)
      expect(stored.some(({ names }) => names.size > 0)).toBe(true)
      const twice = answeredTwice(server.log)
      expect(twice.length).toBeLessThanOrEqual(stored.length * CONCURRENCY)
      // One answer each stands: stored before a kill, none is among those given after it.
      expect(answered(server.log)).toBe(answers)
      for (const { asked, names } of stored) {
        const later = answered(server.log.slice(asked))
        expect(later).toBe(answers - names.size)
      }
    },
    LIMIT_MS,
  )
})
