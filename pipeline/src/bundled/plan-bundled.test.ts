import { cleanText } from '@warc2dataset/stages/html/clean-text'
import { findImagesDom } from '@warc2dataset/stages/html/find-images-dom'
import { resolveImageUrl, resolvePageBase } from '@warc2dataset/stages/html/resolve-url'
import { describe, expect, it } from 'vitest'
import type { PlannedPage } from '../demo/crawl-plan.js'
import { createRandom } from '../demo/seeded-random.js'
import { renderPage } from '../demo/write-page.js'
import { vocabulary } from '../scenes/caption-scene.js'
import { addressOf } from './bundled-plan.js'
import { KIND_NAMES, type KindName, kindOf } from './kinds.js'
import { planBundled } from './plan-bundled.js'

const plan = planBundled(1)
const pages = plan.archives.flatMap(({ entries }) => entries.filter((entry) => entry.kind === 'page'))
const rowsOf = (kind: KindName) => plan.truth.filter((row) => row.kind === kind)

describe('planBundled', () => {
  it('plans the same for the same seed, and something else for another', () => {
    expect(planBundled(1)).toEqual(plan)
    expect(planBundled(2).truth).not.toEqual(plan.truth)
  })

  it('has about 300 pages, about 900 picture URLs, and each kind in a number that tells something', () => {
    expect(pages.length).toBeGreaterThan(250)
    const asked = new Set(plan.truth.filter(({ text }) => text !== null).map(({ url }) => url))
    expect(asked.size).toBeGreaterThan(850)
    const least: Partial<Record<KindName, number>> = {
      'wrong-one-object': 60,
      'wrong-in-two-objects': 60,
      'swapped-objects': 60,
      generic: 40,
      slow: 3,
      bomb: 2,
    }
    for (const kind of KIND_NAMES) {
      expect(rowsOf(kind).length, kind).toBeGreaterThanOrEqual(least[kind] ?? 20)
    }
  })

  it('knows every <img> as the page finder sees it: place, URL and text', () => {
    const found = pages.flatMap((page: PlannedPage) => {
      const { images, baseHref } = findImagesDom(renderPage(page, createRandom(page.url), []), {
        maxImages: 99,
        surrounding: false,
      })
      return images.map(({ attributes }, image_index) => {
        const [src, alt] = ['src', 'alt'].map((name) => attributes.get(name) ?? null)
        const resolved = resolveImageUrl(src ?? null, resolvePageBase(page.url, baseHref))
        const text = cleanText(alt ?? '').text
        return { page_url: page.url, image_index, url: 'url' in resolved ? resolved.url : null, text }
      })
    })
    const planned = plan.truth.map(({ page_url, image_index, url, text }) => ({
      page_url,
      image_index,
      url,
      text: text ?? '',
    }))
    expect(found).toEqual(planned)
  })

  it('has an answer for every URL with a text on a host that lives, and only for these', () => {
    for (const { url, text } of plan.truth) {
      const dead = plan.deadHosts.includes(new URL(url).host)
      expect(plan.answers.has(addressOf(url)), url).toBe(text !== null && !dead)
    }
    for (const address of plan.answers.keys()) expect(plan.hosts).toContain(address.split('/')[0])
  })

  it('expects of a URL that the first place in archive order goes on, and the others are dup_url', () => {
    const urls = new Set(rowsOf('many-pages').map(({ url }) => url))
    expect(urls.size).toBeGreaterThan(10)
    for (const url of urls) {
      const rows = plan.truth.filter((row) => row.url === url)
      expect(rows.map(({ expected }) => expected.join())).toEqual([
        'kept',
        ...rows.slice(1).map(() => 'dup_url'),
      ])
      expect(new Set(rows.map(({ page_url }) => page_url)).size).toBe(rows.length)
    }
    const repeated = plan.truth.filter(({ expected }) => expected.includes('dup_url'))
    expect(repeated.every(({ kind }) => kind === 'many-pages')).toBe(true)
  })

  // The toy model judges what is at least half known to it; a text in another language must not be judged.
  it('writes other languages in words that the toy model does not know, and English in words that it does', () => {
    const known = new Set(vocabulary())
    for (const { kind, text } of plan.truth) {
      const words = text?.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
      const unknown = words.filter((word) => !known.has(word)).length
      if (kindOf(kind).expected.join() === 'no_score')
        expect(unknown, text ?? '').toBeGreaterThan(words.length / 2)
      else if (kind !== 'generic') expect(unknown, text ?? '').toBe(0)
    }
  })
})
