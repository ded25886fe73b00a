import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { runExtract } from './extract-run.js'
import { drain } from './extract-ways.js'
import { median } from './measure.js'

const ROUNDS = 3

/**
 * `extract-scaling FILE`: how much sooner two workers are done with two copies of a file than one is, beside two gunzips
 * at once and one after the other: what the machine's two cores give at best.
 */
export async function benchExtractScaling(file: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-scaling-'))
  try {
    const copies = ['first', 'second'].map((name) => join(folder, `${name}-${basename(file)}`))
    for (const copy of copies) await copyFile(file, copy)
    const extract = async (workers: number): Promise<number> => {
      const { run } = await runExtract({ folder, files: copies, flags: ['--workers', String(workers)] })
      return run.seconds
    }
    await drainAtOnce(copies)
    const rounds: Scalings[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const [one, two] = [await extract(1), await extract(2)]
      const [inTurn, atOnce] = [await drainInTurn(copies), await drainAtOnce(copies)]
      rounds.push({ one, two, inTurn, atOnce })
      process.stderr.write(
        `round ${round + 1}: ${[one, two, inTurn, atOnce].map((s) => s.toFixed(2)).join(' ')}\n`,
      )
    }
    process.stdout.write(scalingTable(rounds))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Seconds of one round. */
interface Scalings {
  readonly one: number
  readonly two: number
  readonly inTurn: number
  readonly atOnce: number
}

function scalingTable(rounds: readonly Scalings[]): string {
  const over = (of: (round: Scalings) => number): string => median(rounds.map(of)).toFixed(2)
  const ours = ({ one, two }: Scalings): number => one / two
  const bare = ({ inTurn, atOnce }: Scalings): number => inTurn / atOnce
  return [
    '| two copies of the file | one process s | two processes s | scaling |',
    '|---|---|---|---|',
    `| this tool | ${over(({ one }) => one)} | ${over(({ two }) => two)} | ${over(ours)} |`,
    `| gunzip (Node) | ${over(({ inTurn }) => inTurn)} | ${over(({ atOnce }) => atOnce)} | ${over(bare)} |`,
    '',
    `This tool's scaling is ${over((round) => ours(round) / bare(round))} of gunzip's.`,
    '',
  ].join('\n')
}

async function drainInTurn(files: readonly string[]): Promise<number> {
  let seconds = 0
  for (const file of files) seconds += (await drain(file)).seconds
  return seconds
}

async function drainAtOnce(files: readonly string[]): Promise<number> {
  const runs = await Promise.all(files.map(drain))
  return Math.max(...runs.map(({ seconds }) => seconds))
}
