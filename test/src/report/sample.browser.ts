import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openReport, PAGES } from './open-page.js'
import { writeSample } from './write-sample.js'

let folder: string
let sample: string
let browser: Browser

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'w2d-sample-'))
  sample = join(folder, 'sample.html')
  writeSample(sample)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the map', () => {
  const drawn = (
    page: Page,
  ): Promise<{ readonly frames: number; readonly ms: number; readonly inked: number }> =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.map-frame canvas')
      // A copy is read: reading the map's own canvas would make the browser move it off the graphics card.
      const copy = document.createElement('canvas')
      const [width, height] = [canvas?.width ?? 1, canvas?.height ?? 1]
      Object.assign(copy, { width, height })
      const context = copy.getContext('2d', { willReadFrequently: true })
      if (canvas) context?.drawImage(canvas, 0, 0)
      const pixels = context?.getImageData(0, 0, width, height).data ?? []
      let inked = 0
      for (let at = 3; at < pixels.length; at += 4) if ((pixels[at] ?? 0) > 0) inked++
      return {
        frames: Number(canvas?.dataset['frames'] ?? 0),
        ms: Number(canvas?.dataset['drawMs'] ?? Number.NaN),
        inked,
      }
    })

  it('draws its points, and says how long a frame took', async () => {
    const { page, faults } = await openReport(browser, sample, { hash: 'map' })
    await page.waitForFunction(() => document.querySelector('canvas')?.dataset['frames'] !== undefined)
    const { ms, inked } = await drawn(page)
    expect(ms).toBeGreaterThan(0)
    expect(inked).toBeGreaterThan(1000)
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('has a list that the keyboard walks: focus marks a point, a press shows its pair', async () => {
    const { page, faults } = await openReport(browser, sample, { hash: 'map' })
    await page.waitForFunction(() => document.querySelector('canvas')?.dataset['frames'] !== undefined)
    const before = await drawn(page)
    const items = page.locator('.map-item')
    await items.first().focus()
    await page.waitForFunction(
      (frames) => Number(document.querySelector('canvas')?.dataset['frames']) > frames,
      before.frames,
    )
    const marked = await drawn(page)
    // A ring about the point.
    expect(marked.inked).toBeGreaterThan(before.inked)
    expect(await page.locator('.map-pair li').count()).toBe(1)
    await page.keyboard.press('Tab')
    expect(await items.nth(1).evaluate((one) => one === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    expect(await items.nth(1).getAttribute('aria-pressed')).toBe('true')
    const text = await items.nth(1).locator('bdi').textContent()
    expect(await page.locator('.map-pair').textContent()).toContain(text?.slice(0, 60))
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('counts the points whose pair is not in the file, and lists the others', async () => {
    const { page } = await openReport(browser, sample, { hash: 'map' })
    const { points, lacking } = await page.evaluate(() => {
      const { map } = JSON.parse(document.getElementById('exhibits')?.textContent ?? '{}') as {
        readonly map: { readonly row: readonly number[] }
      }
      return { points: map.row.length, lacking: map.row.filter((row) => row < 0).length }
    })
    expect(lacking).toBeGreaterThan(0)
    expect(await page.locator('.map-list .note').textContent()).toContain(`${lacking} points`)
    const pages = Math.ceil((points - lacking) / 20)
    expect(await page.locator('.map-list .controls').textContent()).toContain(
      `of ${pages.toLocaleString('en')}`,
    )
    await page.context().close()
  })
})

describe('pictures', () => {
  it('are blurred until the reader asks, and bear the recorded alt', async () => {
    const { page, faults } = await openReport(browser, sample, { hash: 'funnel' })
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
    })
    const place = await page
      .locator('.wall')
      .evaluateAll((walls) => walls.findIndex((one) => one.querySelector('img.blurred') !== null))
    const wall = page.locator('.wall').nth(place)
    const blurred = await wall.locator('img.blurred').count()
    const img = await wall.locator('img.blurred').first().elementHandle()
    if (img === null) throw new Error('Expected a blurred picture for the wall, got none')
    const filter = () => img.evaluate((one) => getComputedStyle(one).filter)
    expect(await filter()).toContain('blur')
    for (const alt of await wall
      .locator('img')
      .evaluateAll((all) => all.map((one) => one.getAttribute('alt'))))
      expect(alt).toMatch(/^recorded alt: ./)
    const button = wall.getByRole('button', { name: 'Show pictures' })
    await button.focus()
    await page.keyboard.press('Enter')
    expect(await wall.locator('img.blurred').count()).toBe(0)
    expect(await button.getAttribute('aria-pressed')).toBe('true')
    expect(await filter()).toBe('none')
    await page.keyboard.press('Enter')
    expect(await wall.locator('img.blurred').count()).toBe(blurred)
    expect(faults).toEqual([])
    await page.context().close()
  })
})

it('a print holds every page, its charts and its folded tables', async () => {
  const { page, faults } = await openReport(browser, sample)
  // Chromium fires these around a print; `page.pdf` does not.
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  await page.emulateMedia({ media: 'print' })
  const printed = await page.evaluate(() => ({
    pages: [...document.querySelectorAll<HTMLElement>('main > [data-page]')].map(
      (one) => one.dataset['page'],
    ),
    empty: [...document.querySelectorAll<HTMLElement>('main > [data-page]')].filter(
      (one) => one.offsetHeight < 100,
    ).length,
    closed: document.querySelectorAll('main details:not([open])').length,
    charts: [...document.querySelectorAll('main .plot')].filter((one) => one.querySelector('svg') === null)
      .length,
    nav: getComputedStyle(document.querySelector('nav') ?? document.body).display,
  }))
  expect(printed).toEqual({ pages: [...PAGES], empty: 0, closed: 0, charts: 0, nav: 'none' })
  await page.emulateMedia({ media: 'screen' })
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  expect(await page.locator('main > [data-page]').count()).toBe(1)
  expect(faults).toEqual([])
  await page.context().close()
})
