import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { runCli } from '../bad-input/run-cli.js'
import { MADE_UP_SCORER, writeLedgerRun } from '../inspect/ledger-run.js'
import { hostileLedger } from './hostile-ledger.js'
import { axeFindings, goTo, openBrowser, openReport, PAGES } from './open-page.js'
import { writeSample } from './write-sample.js'

const ROWS = 20_000
let folder: string
let run: string
let report: string
let sample: string
let browser: Browser

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'w2d-report-'))
  run = join(folder, 'run')
  report = join(run, 'inspect', 'report.html')
  await writeLedgerRun(run, {
    ...hostileLedger(ROWS),
    scorers: [MADE_UP_SCORER],
    recipe: { select: { keep: { similarity_made_up: 0.28 }, where: 'original_width >= 200' } },
    without: { missing: 900, empty: 100 },
  })
  const { code, stderr } = await runCli(['inspect', run])
  expect(code, stderr).toBe(0)
  sample = join(folder, 'sample.html')
  writeSample(sample)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

const fileOf = (name: 'hostile' | 'sample'): string => (name === 'hostile' ? report : sample)

describe.each(['hostile', 'sample'] as const)('the %s report', (name) => {
  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [320, 'light'],
  ] as const)(
    'shows each page at %i px, %s, without a request, an error, or overflow',
    async (width, scheme) => {
      const { page, faults } = await openReport(browser, fileOf(name), { width, scheme })
      for (const hash of PAGES) {
        await goTo(page, hash)
        const seen = await page.evaluate(() => ({
          text: document.querySelector('main')?.textContent?.length ?? 0,
          over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          pwned: (window as unknown as Record<string, unknown>)['pwned'] ?? null,
        }))
        expect(seen.text, hash).toBeGreaterThan(100)
        expect(seen.over, `${hash} is wider than the window`).toBeLessThanOrEqual(0)
        expect(seen.pwned, hash).toBeNull()
        expect(await axeFindings(page), hash).toEqual([])
      }
      expect(faults).toEqual([])
      await page.context().close()
    },
  )
})

describe('what a reader opens', () => {
  it.each([
    [320, 'dark'],
    [1280, 'light'],
  ] as const)(
    'has no fault for axe either, at %i px, %s: every fold, a group, another threshold',
    async (width, scheme) => {
      const { page, faults } = await openReport(browser, report, { width, scheme, hash: 'funnel' })
      for (const hash of ['funnel', 'groups?group=gender.en.woman', 'threshold?t=0.25', 'images', 'method']) {
        await goTo(page, hash)
        await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true
        })
        expect(await axeFindings(page), hash).toEqual([])
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(over, `${hash} is wider than the window`).toBeLessThanOrEqual(0)
      }
      expect(faults).toEqual([])
      await page.context().close()
    },
  )
})

describe('texts that a crawl brought', () => {
  it('stay texts: no element, no attribute, no script of theirs', async () => {
    const { page, faults } = await openReport(browser, report, { hash: 'funnel' })
    for (const summary of await page.locator('main details > summary').all())
      await summary.evaluate((one) => {
        if (one.parentElement instanceof HTMLDetailsElement) one.parentElement.open = true
      })
    await page.waitForTimeout(300)
    const found = await page.evaluate(() => ({
      text: document.querySelector('main')?.textContent ?? '',
      handlers: [...document.querySelectorAll('*')].filter((one) =>
        [...one.attributes].some((attribute) => attribute.name.startsWith('on')),
      ).length,
      scripts: document.querySelectorAll('script:not([type])').length,
      // Plot brings one of its own into each chart.
      styles: [...document.querySelectorAll('main style')].filter((one) => one.closest('svg') === null)
        .length,
      links: [...document.querySelectorAll('a')].filter(
        (a) => !(a.getAttribute('href') ?? '').startsWith('#'),
      ).length,
      controls: /[\u202a-\u202e\u2066-\u2069]/.test(document.querySelector('main')?.textContent ?? ''),
    }))
    expect(found.text).toContain('<img src=x onerror="window.pwned = 1">')
    expect(found.text).toContain('</script><script>window.pwned = 2</script>')
    expect({ ...found, text: '' }).toEqual({
      text: '',
      handlers: 0,
      scripts: 1,
      styles: 0,
      links: 0,
      controls: false,
    })
    expect(faults).toEqual([])
    await page.context().close()
  })
})

it('carries the licences of the libraries in it', async () => {
  const { page } = await openReport(browser, report, { hash: 'method' })
  await page.locator('summary', { hasText: 'Licences of the libraries' }).click()
  const text = await page.locator('.licences').textContent()
  for (const name of ['@observablehq/plot', 'd3-array', 'preact']) expect(text).toContain(name)
  expect(text).toMatch(/Permission to use, copy, modify/)
  await page.context().close()
})

describe('the threshold lab', () => {
  const keptAt = async (threshold: string): Promise<number> => {
    const ledger = `read_parquet(['${run}/selections/*/ledger.parquet'])`
    const [row] = await query(`SELECT count(*) AS n FROM ${ledger} WHERE original_width >= 200
      AND similarity >= ${threshold}::DOUBLE`)
    return Number(row?.['n'])
  }

  it('counts by keyboard what SQL counts', async () => {
    const { page, faults } = await openReport(browser, report, { hash: 'threshold' })
    const slider = page.locator('input[type=range]')
    const said = async (): Promise<string> => (await page.locator('.lab-said').textContent()) ?? ''
    await slider.focus()
    const moves = [
      ...Array<string>(6).fill('ArrowLeft'),
      ...Array<string>(13).fill('ArrowRight'),
      'PageDown',
      'PageUp',
    ]
    const seen = new Set<string>()
    for (const key of moves) {
      await page.keyboard.press(key)
      const sentence = await said()
      const [, threshold = '', kept = ''] = /^At ([\d.]+): ([\d,]+)/.exec(sentence) ?? []
      expect(Number(kept.replaceAll(',', '')), sentence).toBe(await keptAt(threshold))
      seen.add(threshold)
    }
    expect(seen.size).toBeGreaterThan(12)
    await page.waitForTimeout(1500)
    expect(await page.locator('[role=status]').first().textContent()).toContain('kept')
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('takes a typed number, and keeps it in the address', async () => {
    const { page } = await openReport(browser, report, { hash: 'threshold' })
    const box = page.getByLabel('Threshold, typed')
    await box.fill('0.25')
    await box.press('Enter')
    const sentence = await page.locator('.lab-said').textContent()
    expect(sentence).toMatch(/^At 0\.25: /)
    // The address follows once the slider rests.
    await page.waitForFunction(() => location.hash.includes('t=0.25'))
    await page.reload()
    await page.locator('input[type=range]').waitFor()
    expect(await page.locator('.lab-said').textContent()).toBe(sentence)
    await page.context().close()
  })
})

describe('the address', () => {
  it('takes the back button to the page before, and to the state before', async () => {
    const { page, faults } = await openReport(browser, report)
    const title = () => page.locator('main h2').first().textContent()
    await page.getByRole('link', { name: 'Funnel' }).first().click()
    await expect.poll(title).toBe('Funnel')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2')
    await page.locator('nav').getByRole('link', { name: 'Who is in, who is out' }).click()
    await expect.poll(title).toBe('Who is in, who is out')
    await page.getByLabel('Groups', { exact: true }).selectOption('language')
    await page.waitForFunction(() => location.hash.includes('axis=language'))
    await page.goBack()
    await expect.poll(() => page.getByLabel('Groups', { exact: true }).inputValue()).toBe('')
    expect(await title()).toBe('Who is in, who is out')
    await page.goBack()
    await expect.poll(title).toBe('Funnel')
    await page.goBack()
    await expect.poll(title).toBe('Overview')
    await expect.poll(() => page.title()).toBe('Overview – inspection report')
    expect(faults).toEqual([])
    await page.context().close()
  })
})

it('every chart has its table', async () => {
  const { page } = await openReport(browser, report)
  for (const hash of PAGES) {
    await goTo(page, hash)
    const lacking = await page.evaluate(() =>
      [...document.querySelectorAll('main .plot, main canvas, main svg[role=img]')]
        .filter((chart) => chart.closest('.figure, .map-place')?.querySelector('table, canvas') == null)
        .map((chart) => chart.outerHTML.slice(0, 100)),
    )
    expect(lacking, hash).toEqual([])
  }
  await page.context().close()
})
