import { execFileSync } from 'node:child_process'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Picture } from './fetch-corpus.js'
import { IMAGE_SIZE, QUALITY } from './fetch-own.js'
import { type MeasuredTree, measureTree, type TreeOptions } from './fetch-tree.js'
import type { FetchWay } from './fetch-way.js'

export interface VipsTask {
  readonly folder: string
  readonly files: readonly Picture[]
  readonly pictures: number
  readonly options: TreeOptions
}

export const VIPS_DIFFERS = `vipsthumbnail reads files and writes files, names repeated; it has no size of the shorter side, so that upright and lying
pictures are two calls; it rounds the other side by itself, converts no profile, makes no hash, and is Debian's libvips, not
sharp's.`

/** vipsthumbnail, of Debian's libvips-tools or named by VIPSTHUMBNAIL, one thread; none if it is not there. */
export function vipsWays({ folder, files, pictures, options }: VipsTask): readonly FetchWay[] {
  const program = process.env['VIPSTHUMBNAIL'] ?? 'vipsthumbnail'
  const version = versionOf(program)
  if (version === null) {
    process.stderr.write(
      'SKIPPED: vipsthumbnail is not installed (libvips-tools), nor named by VIPSTHUMBNAIL\n',
    )
    return []
  }
  const chosen = Array.from({ length: pictures }, (_, index) => files[index % files.length]).filter(
    (file) => file !== undefined,
  )
  const groups = [
    { size: `${IMAGE_SIZE}x>`, paths: chosen.filter(isUpright).map(({ path }) => path) },
    { size: `x${IMAGE_SIZE}>`, paths: chosen.filter((file) => !isUpright(file)).map(({ path }) => path) },
  ].filter(({ paths }) => paths.length > 0)
  const out = join(folder, 'vips')
  const target = `${out}/%s.jpg[Q=${QUALITY},subsample-mode=off,optimize-coding,strip]`
  const once = async (): Promise<readonly MeasuredTree[]> => {
    const runs: MeasuredTree[] = []
    for (const { size, paths } of groups) {
      const command = ['env', 'VIPS_CONCURRENCY=1', program, '--size', size, '-o', target, ...paths]
      runs.push(await measureTree(command, options))
    }
    return runs
  }
  return [
    {
      name: `vipsthumbnail (${version})`,
      asksServer: false,
      isPeer: true,
      once: async () => {
        await rm(out, { recursive: true, force: true })
        await mkdir(out)
        // It writes the same name again and again.
        const distinct = new Set(chosen.map(({ path }) => path)).size
        const runs = await once()
        const sum = (of: (run: MeasuredTree) => number): number =>
          runs.reduce((total, run) => total + of(run), 0)
        return {
          stored: (await readdir(out)).length === distinct ? chosen.length : 0,
          seconds: sum(({ seconds }) => seconds),
          wall: sum(({ seconds }) => seconds),
          cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
          treeMiB: Math.max(...runs.map(({ treeMiB }) => treeMiB)),
          sizes: null,
          failures: new Map(),
        }
      },
    },
  ]
}

function isUpright({ width, height }: Picture): boolean {
  return width < height
}

function versionOf(program: string): string | null {
  try {
    const text = execFileSync(program, ['--version'], { encoding: 'utf8' })
    return /vips[- ](\d+(?:\.\d+)+)/.exec(text)?.[1] ?? text.trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
