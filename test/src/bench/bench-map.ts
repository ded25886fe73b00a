import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBrowser, openReport } from '../report/open-page.js'
import { writeSample } from '../report/write-sample.js'
import { median } from './measure.js'

const FRAMES = 60
/** Zoom in, look around, zoom out: each press draws anew. */
const KEYS = ['+', 'ArrowLeft', '+', 'ArrowDown', 'ArrowRight', '-', 'ArrowUp', '-'] as const

/** `map`: how long a frame of the report's map of 50,000 points takes in Chromium, by its own clock. */
export async function benchMap(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-map-'))
  const browser = await openBrowser()
  try {
    const file = join(folder, 'report.html')
    writeSample(file, 'map')
    const { page } = await openReport(browser, file, { hash: 'map' })
    const canvas = page.locator('main canvas').first()
    await page.waitForFunction(() => document.querySelector('canvas')?.dataset['frames'] !== undefined)
    await page.locator('[role=application]').focus()
    const drawn: number[] = []
    for (let frame = 0; frame < FRAMES; frame++) {
      const before = await canvas.getAttribute('data-frames')
      await page.keyboard.press(KEYS[frame % KEYS.length] ?? '+')
      await page.waitForFunction(
        (seen) => document.querySelector('canvas')?.dataset['frames'] !== seen,
        before,
      )
      drawn.push(Number(await canvas.getAttribute('data-draw-ms')))
    }
    const sorted = [...drawn].sort((a, b) => a - b)
    const size = await canvas.evaluate((one) => `${one.clientWidth} × ${one.clientHeight}`)
    const { size: bytes } = await stat(file)
    process.stdout.write('| points | canvas px | frames | median ms | p95 ms | most ms | report MB |\n')
    process.stdout.write('|---|---|---|---|---|---|---|\n')
    process.stdout.write(
      `| 50000 | ${size} | ${drawn.length} | ${median(drawn).toFixed(1)} | ${sorted[Math.floor(FRAMES * 0.95)]?.toFixed(1)} | ${sorted.at(-1)?.toFixed(1)} | ${(bytes / 1e6).toFixed(1)} |\n`,
    )
  } finally {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  }
}
