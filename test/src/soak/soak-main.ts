import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type SoakAccount, soak } from './soak.js'
import { growthOf, tenthsOf } from './tree-memory.js'

const USAGE = `node test/dist/soak/soak-main.js [--urls 100000] [--kills 10-60] [--seed 1] [--workers 4]
  --urls N     URLs on a hostile server, fetched once undisturbed and once killed
  --kills A-B  seconds between two kills, of a worker, the coordinator and all by turns
  --workers N  fetch workers
`

/** What the second half may need, as a part of what the first needed. */
const FLAT = 1.25
/** A shorter run is still warming up. */
const LEAST_LOOKS = 100

/** Runs the soak and prints its account; exit 1 on any problem. */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: { urls: text, kills: text, seed: text, workers: text, help: { type: 'boolean' } },
  })
  if (values.help === true) {
    process.stdout.write(USAGE)
    return 0
  }
  const seed = Number(values.seed ?? 1)
  const [least = 10, most = 60] = (values.kills ?? '10-60').split('-').map(Number)
  const folder = await mkdtemp(join(tmpdir(), 'warc2dataset-soak-'))
  const account = await soak(
    folder,
    {
      urls: Number(values.urls ?? 100_000),
      seed,
      workers: Number(values.workers ?? 4),
      shardSize: 500,
      timeoutMs: 3000,
      kills: { seed, seconds: [least, most], most: Infinity },
    },
    (line) => process.stderr.write(`${new Date().toISOString()} ${line}\n`),
  )
  const problems = problemsOf(account)
  print(...tableOf(account), '', ...memoryOf(account), '')
  print(`${problems.length} problems`, ...problems.slice(0, 40))
  if (problems.length > 0) {
    print(`What is left is in ${folder}`)
    return 1
  }
  await rm(folder, { recursive: true, force: true })
  return 0
}

function problemsOf({ undisturbed, killed, differences }: SoakAccount): readonly string[] {
  const grown = Object.entries({ undisturbed, killed }).flatMap(([name, { memory }]) => {
    const growth = memory.length < LEAST_LOOKS ? 1 : growthOf(tenthsOf(memory))
    return growth <= FLAT ? [] : [`${name}: memory grew to ${growth.toFixed(2)} of the first half`]
  })
  return [...undisturbed.proof.problems, ...killed.proof.problems, ...differences, ...grown]
}

function tableOf({ undisturbed, killed }: SoakAccount): readonly string[] {
  const rows = Object.entries({ undisturbed, killed }).map(([name, { seconds, kills, disturbed, proof }]) => [
    name,
    seconds.toFixed(0),
    `${kills.worker} + ${kills.coordinator} + ${kills.tree}`,
    disturbed.size,
    proof.rows,
    proof.pictures,
    proof.requests,
    proof.exact,
    proof.again,
  ])
  const head = [
    'run',
    's',
    'kills: worker + coordinator + all',
    'shards under way at one',
    'rows',
    'pictures',
  ]
  const more = ['requests', 'paths asked exactly as needed', 'requests again']
  const all = [...head, ...more]
  return [all, all.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}

function memoryOf({ undisturbed, killed }: SoakAccount): readonly string[] {
  const lines = Object.entries({ undisturbed, killed }).flatMap(([name, { memory }]) =>
    tenthsOf(memory).map(({ least, median, most }, tenth) =>
      [name, tenth + 1, ...[least, median, most].map((mib) => mib.toFixed(0))].join(' | '),
    ),
  )
  return [
    '| run | tenth | least MiB | median MiB | most MiB |',
    '|---|---|---|---|---|',
    ...lines.map((line) => `| ${line} |`),
  ]
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

process.exitCode = await main()
