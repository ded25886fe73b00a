import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { perceptualHash } from '@warc2dataset/stages/picture/perceptual-hash'
import sharp from 'sharp'
import { drawPictures } from '../web/draw-pictures.js'
import { webRecipe, writeList, writeWebRecipe } from '../web/make-list.js'
import { openPictureSite, type PictureSite } from '../web/picture-site.js'
import { planSite, type SitePlan } from '../web/site-plan.js'

export const SHARDS = 10
const SHARD_SIZE = 24

/** Texts of this length and more fail plan.where: about half. */
const LONG_TEXT = 48

/** A site, and two recipes over all of its pictures: with the lists and without. */
export interface BlockWorld {
  readonly site: PictureSite
  readonly open: string
  readonly blocking: string
  /** What the lists hold, in lower case. */
  readonly entries: readonly string[]
  /** URLs whose bytes are listed, whose re-encoded copy's looks are, and one that looks less like its copy. */
  readonly planted: Readonly<Record<'sha256' | 'md5' | 'phash' | 'tooFar', readonly string[]>>
}

export async function openBlockWorld(folder: string): Promise<BlockWorld> {
  await mkdir(folder, { recursive: true })
  const size = SHARDS * SHARD_SIZE
  const troubles = { missing: 3, moved: 4 }
  const plan = planSite({ seed: 'block', urls: size, domains: 8, pictures: size, troubles })
  const site = await openPictureSite(plan, { latencyMs: 20 })
  // Each text is one of a kind, so that it can be looked for.
  await writeList(
    join(folder, 'list.csv'),
    plan.urls.map(({ url, text }, index) => [url, `${text}, plate q${1000 + index}z`]),
  )
  const pictures = await drawPictures(plan)
  const { planted, lists, entries } = await plant(plan, pictures)
  await writeFile(join(folder, 'bytes.txt.gz'), gzipSync(lists.bytes))
  await writeFile(join(folder, 'looks.txt'), lists.looks)
  const recipe = (fetch: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
    ...webRecipe(site, { list: 'list.csv', shardSize: SHARD_SIZE, fetch }),
    shadow: 1,
    plan: { where: `text_length < ${LONG_TEXT}` },
  })
  return {
    site,
    open: await writeWebRecipe(folder, 'open.json', recipe({})),
    blocking: await writeWebRecipe(
      folder,
      'blocking.json',
      recipe({ block_lists: ['bytes.txt.gz', 'looks.txt'] }),
    ),
    entries,
    planted,
  }
}

/** Looks of a copy that are 6 bits away. */
const TOO_FAR = 126

/** Picks pictures all over the list, one that is behind a redirect among them. */
async function plant(plan: SitePlan, pictures: readonly Buffer[]) {
  const bytesOf = (index: number): Buffer => pictures[plan.urls[index]?.picture ?? -1] ?? Buffer.alloc(0)
  const hashOf = (kind: string) => (index: number) => createHash(kind).update(bytesOf(index)).digest('hex')
  const urlsOf = (indices: readonly number[]): readonly string[] =>
    indices.map((index) => plan.urls[index]?.url ?? '')
  const chosen = { sha256: [1, 30, 75, 120, 200], md5: [44, 90, 150, 231], phash: [77, 98, 147, 161, 210] }
  const sha256 = chosen.sha256.map(hashOf('sha256'))
  const md5 = chosen.md5.map(hashOf('md5'))
  const phash = await Promise.all([...chosen.phash, TOO_FAR].map((index) => looksOfCopy(bytesOf(index))))
  // Entries that nothing matches, as in any list.
  const others = Array.from({ length: 500 }, (_, i) =>
    createHash('sha256').update(`other ${i}`).digest('hex'),
  )
  const bytes = ['# bytes', ...others, ...sha256.map((hex) => hex.toUpperCase()), '', ...md5].join('\r\n')
  const looks = ['# looks', ...phash.map((hex) => `phash:${hex}`)].join('\n')
  return {
    planted: {
      sha256: urlsOf(chosen.sha256),
      md5: urlsOf(chosen.md5),
      phash: urlsOf(chosen.phash),
      tooFar: urlsOf([TOO_FAR]),
    },
    lists: { bytes, looks },
    entries: [...others, ...sha256, ...md5, ...phash],
  }
}

/** The perceptual hash of a copy that somebody enlarged and saved again in another format. */
async function looksOfCopy(picture: Buffer): Promise<string> {
  const { width } = await sharp(picture).metadata()
  const copy = await sharp(picture)
    .resize({ width: Math.round(width * 1.7) })
    .webp({ quality: 60 })
    .toBuffer()
  const { data, info } = await sharp(copy).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return perceptualHash({ data, ...info })
}
