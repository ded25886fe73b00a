import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BundledPlan } from './bundled-plan.js'
import { BOMB_SIDE } from './draw-bomb.js'
import { planBundled } from './plan-bundled.js'
import { readTruth } from './truth.js'
import { bombPath, isWritten, picturePath, writeBundled } from './write-bundled.js'

/** The plan with some pictures of each twist: drawing all takes long. */
function someOf(plan: BundledPlan): BundledPlan {
  const seen = new Map<string, number>()
  const pictures = plan.pictures.filter(({ twist, format }) => {
    const count = seen.get(`${twist}${format}`) ?? 0
    seen.set(`${twist}${format}`, count + 1)
    return count < 2
  })
  return { ...plan, pictures }
}

const plan = someOf(planBundled(1))
const indexOf = (twist: string): number => plan.pictures.findIndex((picture) => picture.twist === twist)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-bundled-'))
  await writeBundled(plan, join(folder, 'first'))
})
afterAll(() => rm(folder, { recursive: true }))

const filesOf = async (place: string): Promise<readonly (readonly [string, string])[]> => {
  const names = (await readdir(place, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return Promise.all(
    names.map(async (name) => [name.slice(place.length), (await readFile(name)).toString('base64')] as const),
  )
}

describe('writeBundled', () => {
  it('repeats its bytes, and knows where they are', async () => {
    expect(await isWritten(plan, join(folder, 'second'))).toBe(false)
    await writeBundled(plan, join(folder, 'second'))
    const files = await filesOf(join(folder, 'first'))
    expect(files.length).toBeGreaterThan(10)
    expect(await filesOf(join(folder, 'second'))).toEqual(files)
    expect(await isWritten(plan, join(folder, 'second'))).toBe(true)
    expect(await isWritten({ ...plan, seed: 2 }, join(folder, 'second'))).toBe(false)
  })

  it('writes the truth that it read from the plan', async () => {
    expect(await readTruth(join(folder, 'first', 'truth.jsonl'))).toEqual(plan.truth)
  })

  it('refuses a folder with archives of something else', async () => {
    await mkdir(join(folder, 'other/crawl'), { recursive: true })
    await writeFile(join(folder, 'other/crawl/mine.warc.gz'), '')
    await expect(writeBundled(plan, join(folder, 'other'))).rejects.toThrow('mine.warc.gz')
  })

  it('draws a picture upright once its EXIF is heeded', async () => {
    const at = indexOf('rotated')
    const file = join(folder, 'first', picturePath(plan, at))
    const { orientation = 1 } = await sharp(file).metadata()
    expect(orientation).toBeGreaterThan(1)
    const upright = await sharp(file).autoOrient().toBuffer({ resolveWithObject: true })
    const { width, height } = upright.info
    expect({ width, height }).toEqual({ width: plan.pictures[at]?.width, height: plan.pictures[at]?.height })
  })

  it('draws a CMYK picture, and a JPEG that ends early', async () => {
    const cmyk = await sharp(join(folder, 'first', picturePath(plan, indexOf('cmyk')))).metadata()
    expect([cmyk.space, cmyk.channels]).toEqual(['cmyk', 4])
    const cut = join(folder, 'first', picturePath(plan, indexOf('truncated')))
    await expect(sharp(cut, { failOn: 'truncated' }).raw().toBuffer()).rejects.toThrow()
  })

  it('makes a bomb that is small and claims 400 million pixels', async () => {
    const bomb = await readFile(join(folder, 'first', bombPath()))
    expect(bomb.length).toBeLessThan(200_000)
    const { width, height } = await sharp(bomb, { limitInputPixels: false }).metadata()
    expect([width, height]).toEqual([BOMB_SIDE, BOMB_SIDE])
  })
})
