import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inCheckout } from '../place.js'
import { IMAGE_SIZE, QUALITY } from './fetch-own.js'
import { measureTree, type TreeOptions } from './fetch-tree.js'
import type { FetchWay } from './fetch-way.js'

/** What a process of sharp alone does: in a file of its own, as JSON. */
export interface SharpOrder {
  readonly files: readonly string[]
  /** Of the pictures, in turn; modulo the number of files. */
  readonly numbers: readonly number[]
  readonly imageSize: number
  readonly quality: number
  /** md5 and sha256 of the body too. */
  readonly withHashes: boolean
}

/** What it prints. Times since the epoch, ms. */
export interface SharpTold {
  readonly started: number
  readonly ended: number
  readonly seconds: number
  readonly cpuSeconds: number
  readonly pictures: number
}

export interface SharpTask {
  readonly folder: string
  readonly files: readonly string[]
  readonly pictures: number
  readonly options: TreeOptions
}

const MAIN = inCheckout('test/dist/bench/fetch-sharp-main.js')
/** Runs program $1 with $2 over each order that follows at once, and fails if one of them does. */
const TOGETHER =
  'program=$1 main=$2; shift 2; for order; do "$program" "$main" "$order" & all="$all $!"; done; for pid in $all; do wait $pid || exit 1; done'

/** sharp over bodies in memory, one picture and one thread at a time, in one process or several with a share each. */
export function sharpWay(name: string, task: SharpTask, processes: number, withHashes: boolean): FetchWay {
  const { folder, files, pictures, options } = task
  return {
    name,
    asksServer: false,
    isPeer: false,
    once: async () => {
      const all = Array.from({ length: pictures }, (_, index) => index)
      const orders = Array.from({ length: processes }, (_, share) => ({
        path: join(folder, `sharp-${share}.json`),
        numbers: all.filter((index) => index % processes === share),
      }))
      for (const { path, numbers } of orders) {
        const order: SharpOrder = { files, numbers, imageSize: IMAGE_SIZE, quality: QUALITY, withHashes }
        await writeFile(path, JSON.stringify(order))
      }
      const paths = orders.map(({ path }) => path)
      const run = await measureTree(
        ['bash', '-c', TOGETHER, 'bash', process.execPath, MAIN, ...paths],
        options,
      )
      const told = run.output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as SharpTold)
      const sum = (of: (each: SharpTold) => number): number =>
        told.reduce((total, each) => total + of(each), 0)
      const first = Math.min(...told.map(({ started }) => started))
      const last = Math.max(...told.map(({ ended }) => ended))
      return {
        stored: sum((each) => each.pictures),
        seconds: (last - first) / 1000,
        wall: run.seconds,
        cpuSeconds: sum((each) => each.cpuSeconds),
        treeMiB: run.treeMiB,
        sizes: null,
        failures: new Map(),
      }
    },
  }
}
