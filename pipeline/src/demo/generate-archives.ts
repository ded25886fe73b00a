import { mkdir } from 'node:fs/promises'
import type { RecordContext } from './archive-records.js'
import { countExpected, type ExpectedCounts } from './count-expected.js'
import type { GenerateOptions } from './crawl-plan.js'
import { preparePadding } from './pad-page.js'
import { drawPictures } from './picture-store.js'
import { planCrawl } from './plan-crawl.js'
import { createRandom } from './seeded-random.js'
import { type DamagedMember, type WrittenArchive, writeArchive } from './write-archive.js'

export type { ExpectedCounts } from './count-expected.js'
export type { GenerateOptions } from './crawl-plan.js'

/** The archives that were written and what a correct engine must count in them. */
export interface Generated {
  readonly files: readonly string[]
  readonly expected: ExpectedCounts & {
    readonly bytes: number
    readonly uncompressedBytes: number
    readonly damaged: readonly DamagedMember[]
  }
}

const DEFAULTS: Omit<GenerateOptions, 'outDir'> = {
  seed: 1,
  archives: 3,
  pagesPerArchive: 40,
  imagesPerPage: 6,
  distinctPictures: 150,
  sites: 12,
  missingPictures: 0.08,
  damagedMembers: 0,
  compression: 'member',
  planted: false,
}

/**
 * Writes WARC archives of a made-up crawl: pages of many sites and the pictures that they show. The same options give
 * the same bytes. Throws a RangeError that lists every option out of range.
 */
export async function generateArchives(
  options: Partial<GenerateOptions> & { readonly outDir: string },
): Promise<Generated> {
  const complete: GenerateOptions = { ...DEFAULTS, ...options }
  const problems = optionProblems(options)
  if (problems.length > 0) throw new RangeError(problems.join('\n'))
  await mkdir(complete.outDir, { recursive: true })
  const plan = planCrawl(complete)
  const hugeBytes = complete.hugeMemberBytes ?? 0
  const store = await drawPictures(plan, complete.seed)
  const written: WrittenArchive[] = []
  try {
    const padding = preparePadding(createRandom(`padding/${complete.seed}`))
    const { pictures } = plan
    const context: RecordContext = {
      seed: complete.seed,
      pictures,
      store,
      padding,
      padBytes: complete.padBytes ?? 0,
    }
    for (const archive of plan.archives) {
      written.push(await writeArchive(archive, complete.outDir, context, archive.index === 0 ? hugeBytes : 0))
    }
  } finally {
    await store.close()
  }
  const sum = (field: 'bytes' | 'uncompressedBytes'): number =>
    written.reduce((total, each) => total + each[field], 0)
  return {
    files: written.map(({ file }) => file),
    expected: {
      ...countExpected(plan, hugeBytes > 0 ? 1 : 0),
      bytes: sum('bytes'),
      uncompressedBytes: sum('uncompressedBytes'),
      damaged: written.flatMap(({ damaged }) => damaged),
    },
  }
}

/** Says what is wrong with the options, all of it at once. */
export function optionProblems(
  given: Partial<GenerateOptions> & { readonly outDir: string },
): readonly string[] {
  const options: GenerateOptions = { ...DEFAULTS, ...given }
  const problems: string[] = []
  const expect = (met: boolean, what: string, name: keyof GenerateOptions): void => {
    if (!met) problems.push(`Expected ${what} for ${name}, got ${options[name]}`)
  }
  for (const name of ['archives', 'pagesPerArchive', 'distinctPictures', 'sites'] as const) {
    expect(Number.isSafeInteger(options[name]) && options[name] > 0, 'a whole number above 0', name)
  }
  for (const name of ['seed', 'imagesPerPage', 'padBytes', 'hugeMemberBytes'] as const) {
    const value = options[name] ?? 0
    expect(Number.isSafeInteger(value) && value >= 0, 'a whole number', name)
  }
  for (const name of ['missingPictures', 'damagedMembers'] as const) {
    expect(options[name] >= 0 && options[name] <= 1, 'a fraction from 0 to 1', name)
  }
  expect(
    ['member', 'single', 'plain', 'mixed'].includes(options.compression),
    'member, single, plain or mixed',
    'compression',
  )
  const able = options.compression === 'member' || options.compression === 'mixed'
  expect(able || options.damagedMembers === 0, '0 unless compression is member or mixed', 'damagedMembers')
  return problems
}
