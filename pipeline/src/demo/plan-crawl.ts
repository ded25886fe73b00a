import type {
  ArchivePlan,
  Compression,
  CrawlPlan,
  DamageKind,
  GenerateOptions,
  PlannedCapture,
  PlannedDamage,
  PlannedPage,
} from './crawl-plan.js'
import { planPages } from './plan-pages.js'
import { planPictures } from './plan-pictures.js'
import { planPlanted } from './planted.js'
import { createRandom, itemAt, type Random } from './seeded-random.js'

const DAMAGE_KINDS: readonly DamageKind[] = ['flipped byte', 'junk inside', 'cut short']
const CYCLE: readonly Compression[] = ['member', 'single', 'plain']

/** Decides everything that will stand in the archives. Pure: the same options give the same plan. */
export function planCrawl(options: GenerateOptions): CrawlPlan {
  const random = createRandom(`warc2dataset/${options.seed}`)
  const ordinary = planPictures(random.fork('pictures'), options.distinctPictures)
  const { pages, captures } = planPages(random.fork('pages'), options, ordinary)
  const planted = options.planted ? planPlanted(options.archives, ordinary.length) : undefined
  const entries = sortIntoArchives(options.archives, [
    ...pages,
    ...captures,
    ...(planted?.pages ?? []),
    ...(planted?.captures ?? []),
  ])
  const whole = entries.map((list, index) => planArchive(options.compression, list, index))
  const archives = planDamage(random.fork('damage'), options.damagedMembers, whole)
  return { archives, pictures: [...ordinary, ...(planted?.pictures ?? [])] }
}

type Entry = PlannedPage | PlannedCapture

function sortIntoArchives(count: number, entries: readonly Entry[]): Entry[][] {
  const archives: Entry[][] = Array.from({ length: count }, () => [])
  for (const entry of entries) itemAt(archives, entry.archive).push(entry)
  for (const list of archives) list.sort((one, other) => one.date - other.date)
  return archives
}

function planArchive(
  wanted: GenerateOptions['compression'],
  entries: readonly Entry[],
  index: number,
): ArchivePlan {
  const compression = wanted === 'mixed' ? itemAt(CYCLE, index % CYCLE.length) : wanted
  const name = `crawl-${String(index).padStart(5, '0')}.warc${compression === 'plain' ? '' : '.gz'}`
  return { index, name, compression, entries, damage: undefined }
}

function planDamage(random: Random, fraction: number, archives: readonly ArchivePlan[]): ArchivePlan[] {
  const able = archives.filter(({ compression }) => compression === 'member').map(({ index }) => index)
  const wanted = fraction === 0 ? 0 : Math.max(1, Math.round(fraction * able.length))
  const chosen = new Map<number, DamageKind>()
  while (chosen.size < wanted && able.length > 0) {
    const [index] = able.splice(random.int(able.length), 1)
    if (index !== undefined) chosen.set(index, itemAt(DAMAGE_KINDS, chosen.size % DAMAGE_KINDS.length))
  }
  return archives.map((archive) => {
    const kind = chosen.get(archive.index)
    const damage = kind === undefined ? undefined : chooseVictim(random, archive.entries, kind)
    return { ...archive, damage }
  })
}

// The last member is spared: a reader that stops there loses nothing and so proves nothing.
function chooseVictim(
  random: Random,
  entries: readonly Entry[],
  kind: DamageKind,
): PlannedDamage | undefined {
  const able = entries
    .slice(0, -1)
    .flatMap((entry, at) => (entry.kind === 'page' && !entry.planted ? [at] : []))
  return able.length === 0 ? undefined : { entry: random.pick(able), kind }
}
