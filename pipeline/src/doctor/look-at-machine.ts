import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, availableParallelism, cpus, freemem, platform, release, tmpdir, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { openDecoder } from '@warc2dataset/stages/picture/open-decoder'
import { defaultPictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import { attempt, type Finding, ok } from './finding.js'
import { runQuietly } from './run-quietly.js'

/** Files that a worker, its decoders, its sockets and DuckDB have open at once, with room. */
const ENOUGH_FILES = 4096
const ENOUGH_BYTES = 4 * 2 ** 30

/** Everything but the model runtime. `models` is the folder of models. */
export async function lookAtMachine(models: string): Promise<readonly Finding[]> {
  return [
    nodeVersion(),
    ok('system', `${platform()} ${arch()} ${release()}`),
    ok('processors', `${availableParallelism()} usable, ${cpus()[0]?.model ?? 'unknown'}`),
    memory(),
    await disk('disk here', process.cwd()),
    await disk('disk for models', models),
    await disk('disk for scratch', tmpdir()),
    await openFiles(),
    await attempt('sharp', sharpVersion, {
      state: 'missing',
      steps: ['npm install --include=optional sharp'],
    }),
    await attempt('DuckDB', duckdbVersion, {
      state: 'missing',
      steps: ['npm install --include=optional @duckdb/node-api'],
    }),
    await decoder(),
    await fonts(),
  ]
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return ok('Node', process.versions.node)
  const steps = ['Install Node 20.19 or later: https://nodejs.org/']
  return { name: 'Node', state: 'missing', found: process.versions.node, steps }
}

function memory(): Finding {
  const limit = process.constrainedMemory()
  const total = limit > 0 && limit < totalmem() ? limit : totalmem()
  const found = `${gigabytes(total)}, ${gigabytes(freemem())} free`
  if (total >= ENOUGH_BYTES) return ok('memory', found)
  return {
    name: 'memory',
    state: 'note',
    found,
    steps: ['Use few workers: warc2dataset run RECIPE --workers 1'],
  }
}

async function disk(name: string, folder: string): Promise<Finding> {
  let place = folder
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place)
  const { bavail, bsize } = await statfs(place)
  return ok(name, `${gigabytes(bavail * bsize)} free for ${folder}`)
}

async function openFiles(): Promise<Finding> {
  const name = 'open files'
  const limit = (await runQuietly('/bin/sh', ['-c', 'ulimit -n']))?.trim() ?? 'unknown'
  const found = /^\d+$/.test(limit) ? `${limit} for one process` : limit
  if (!/^\d+$/.test(limit) || Number(limit) >= ENOUGH_FILES) return ok(name, found)
  return { name, state: 'absent', found, steps: [`ulimit -n ${ENOUGH_FILES}`] }
}

async function sharpVersion(): Promise<string> {
  const { default: sharp } = await import('sharp')
  return `${sharp.versions.sharp}, libvips ${sharp.versions.vips}`
}

async function duckdbVersion(): Promise<string> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const reader = await connection.runAndReadAll('select version()')
  return String(reader.getRows()[0]?.[0])
}

/** A PNG of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVQI12P4z8AAAAMBAQAY3Y2wAAAAAElFTkSuQmCC',
  'base64',
)

/** Pictures are decoded in processes with a memory limit (RLIMIT_DATA), which some systems do not have. */
function decoder(): Promise<Finding> {
  const work = async (): Promise<string> => {
    const opened = await openDecoder({ limits: defaultPictureLimits, children: 1 })
    try {
      const outcome = await opened.decode(PIXEL, new AbortController().signal)
      if (!outcome.ok) throw new Error(`Expected a decoder to decode a PNG, got ${JSON.stringify(outcome)}`)
      return `a process with ${gigabytes(defaultPictureLimits.memoryBytes)} of memory at most (RLIMIT_DATA) decodes`
    } finally {
      await opened.close()
    }
  }
  const steps = [
    'Pictures cannot be fetched here: the system must let /bin/sh set `ulimit -d` (Linux, as a rule).',
  ]
  return attempt('decoder', work, { state: 'missing', steps })
}

async function fonts(): Promise<Finding> {
  const own = existsSync(
    join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf'),
  )
  const families = (await runQuietly('fc-list', [':', 'family']))?.split('\n').filter((line) => line !== '')
  const machine =
    families === undefined ? 'fc-list is not there to name others' : `${families.length} of the machine`
  const steps = own ? [] : ['npm install dejavu-fonts-ttf']
  return {
    name: 'fonts',
    state: own ? 'ok' : 'absent',
    found: `${own ? 'DejaVu Sans comes along' : 'DejaVu Sans is missing'}; ${machine}. peek draws other scripts as boxes without a font for them`,
    steps,
  }
}
