/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

const CHROMIUM = process.env['W2D_CHROMIUM'] ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A page of a report, and everything that it did which a report must not do. */
export interface Watched {
  readonly page: Page
  /** Requests other than the file itself, errors, refusals of the policy, dialogs. */
  readonly faults: readonly string[]
}

export async function openBrowser(): Promise<Browser> {
  if (!existsSync(CHROMIUM))
    throw new Error(`Expected Chromium for W2D_CHROMIUM, got ${CHROMIUM}: install it`)
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
}

export interface View {
  readonly width?: number
  readonly scheme?: 'light' | 'dark'
  readonly hash?: string
}

/** Opens a report from disk. Nothing but its file may be read. */
export async function openReport(browser: Browser, file: string, view: View = {}): Promise<Watched> {
  const { width = 1280, scheme = 'light', hash = 'overview' } = view
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const faults: string[] = []
  const own = pathToFileURL(file).href
  await page.route('**', async (route) => {
    const url = route.request().url()
    if (url.split('#')[0] === own) return route.continue()
    faults.push(`request: ${url.slice(0, 200)}`)
    return route.abort()
  })
  page.on('console', (message) => {
    if (message.type() !== 'log') faults.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('dialog', async (dialog) => {
    faults.push(`dialog: ${dialog.message()}`)
    await dialog.dismiss()
  })
  await page.goto(`${own}#${hash}`)
  await page.locator('main h2').first().waitFor()
  return { page, faults }
}

export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to
  }, hash)
  await page.locator('main h2').first().waitFor()
  await page.waitForTimeout(300)
}

/** Findings of axe that are serious or critical, a line each. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  // Evaluated by the debugger: the page's own policy lets no foreign script in.
  await page.evaluate(source)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      readonly axe: {
        readonly run: () => Promise<{
          readonly violations: readonly {
            readonly id: string
            readonly impact: string
            readonly nodes: readonly { readonly html: string }[]
          }[]
        }>
      }
    }
    const { violations } = await axe.run()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }) => `${impact} ${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 160)}`)
  })
}

export const PAGES = [
  'overview',
  'funnel',
  'threshold',
  'groups',
  'anatomy',
  'words',
  'sources',
  'asked',
  'languages',
  'images',
  'map',
  'compare',
  'method',
] as const
