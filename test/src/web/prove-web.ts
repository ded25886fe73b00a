import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { itemAt } from '@warc2dataset/pipeline/demo/seeded-random'
import { type KilledRun, killWebRun } from './kill-web-run.js'
import { EPSILON, openWebProof } from './web-proof.js'

const BATCHES = [1, 7, 64]

const USAGE = `node test/dist/web/prove-web.js [--seeds 20] [--from 0]
  --seeds N   runs from a list over the web, each killed one to three times
  --from N    the first seed
`

/** Kills runs in fetch and in score, and prints what came of it. */
async function prove(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { seeds: text, from: text, help: { type: 'boolean' } } })
  if (values.help === true) {
    process.stdout.write(USAGE)
    return 0
  }
  const folder = await mkdtemp(join(tmpdir(), 'warc2dataset-web-'))
  const proof = await openWebProof(folder)
  const { shards, requests, seconds, undisturbed, problems } = proof
  print(
    `undisturbed: ${shards} shards, ${requests} requests, ${undisturbed.length} rows, ${seconds.toFixed(1)} s`,
    `cut at ${proof.threshold}; within ${EPSILON} of it:`,
    ...proof.atThreshold.map(([key, similarity]) => `  ${key} ${similarity}`),
    ...problems,
    '',
    '| seed | batch | score workers | kills (under way; committed) | extra requests | largest similarity difference | at the threshold, in one only | same |',
    '|---|---|---|---|---|---|---|---|',
  )
  const runs: KilledRun[] = []
  const from = Number(values.from ?? 0)
  for (let seed = from; seed < from + Number(values.seeds ?? 20); seed += 1) {
    const run = await killWebRun(proof, {
      seed,
      scoreWorkers: 1 + (seed % 2),
      batch: itemAt(BATCHES, seed % 3),
    })
    runs.push(run)
    print(rowOf(run), ...run.problems.slice(0, 12))
  }
  await proof.world.site.close()
  const isProven = problems.length === 0 && runs.every((run) => run.problems.length === 0)
  print('', summaryOf(runs), `most requests at once for one domain: ${proof.world.site.mostAtOnce()}`)
  if (isProven) await rm(folder, { recursive: true, force: true })
  else print(`What is left is in ${folder}`)
  return isProven && runs.some(({ kills }) => kills.some(({ score }) => score.length > 0)) ? 0 : 1
}

function rowOf(run: KilledRun): string {
  const { seed, batch, scoreWorkers, kills, extraRequests, epsilon, atThreshold, problems } = run
  const falls = kills.map(
    ({ fetch, score, committed }) =>
      `${[...fetch.map((unit) => `fetch ${unit}`), ...score.map((unit) => `score ${unit}`)].join(', ') || 'between'}; ${committed.fetch}+${committed.score}`,
  )
  const same = problems.length === 0 ? 'yes' : 'NO'
  return `| ${[seed, batch, scoreWorkers, falls.join('<br>'), extraRequests, epsilon, atThreshold.join(' '), same].join(' | ')} |`
}

/** Kills by where they fell; a proof that never hit score is none. */
function summaryOf(runs: readonly KilledRun[]): string {
  const kills = runs.flatMap((run) => run.kills)
  const count = (inFetch: boolean, inScore: boolean): number =>
    kills.filter(({ fetch, score }) => fetch.length > 0 === inFetch && score.length > 0 === inScore).length
  const failed = runs.filter(({ problems }) => problems.length > 0).length
  const epsilon = Math.max(...runs.map((run) => run.epsilon))
  return `${runs.length} runs, ${kills.length} kills: ${count(true, false)} in fetch alone, ${count(false, true)} in score alone, ${count(true, true)} in both, ${count(false, false)} in neither; ${failed} runs not the same; largest difference of a similarity ${epsilon}`
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

process.exitCode = await prove()
