import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { type Cell, drawSheet, THUMB } from './draw-sheet.js'

const HOSTILE = [
  '</text></svg><image href="file:///etc/passwd"/>',
  '&lt;b&gt; & "quotes" \u0000\u0007\ud800',
  `${'a'.repeat(20_000)}${'\u0301'.repeat(500)}`,
  '\u202eright to left \u2066and back',
  '猫 🐈 שלום مرحبا \u{10ffff}',
]

const cell = (text: string, picture: Buffer | string, reason: string | null): Cell => ({
  picture,
  similarity: 0.25,
  size: '8 × 8',
  text,
  reason,
})

describe('drawSheet', () => {
  it('draws whatever text a crawl holds, and each picture in its box', async () => {
    const red = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#ff0000' } })
      .jpeg()
      .toBuffer()
    const sheet = await drawSheet({
      title: 'a <run> & more',
      notes: HOSTILE,
      kept: { title: 'KEPT', cells: HOSTILE.map((text) => cell(text, red, null)) },
      cut: { title: 'CUT', cells: HOSTILE.map((text) => cell(text, 'decode_error', text)) },
    })
    const { data, info } = await sheet.removeAlpha().raw().toBuffer({ resolveWithObject: true })
    const isRed = (x: number, y: number): boolean => {
      const at = (y * info.width + x) * info.channels
      return (data[at] ?? 0) > 240 && (data[at + 1] ?? 255) < 15
    }
    let reds = 0
    for (let y = 0; y < info.height; y++) for (let x = 0; x < info.width; x++) if (isRed(x, y)) reds += 1
    expect(reds).toBe(HOSTILE.length * THUMB * THUMB)
  })

  it('needs no picture at all', async () => {
    const sheet = await drawSheet({
      title: 'empty',
      notes: [],
      kept: { title: 'KEPT: 0 of 0', cells: [] },
      cut: { title: 'CUT: 0 of 0', cells: [] },
    })
    expect((await sheet.png().toBuffer()).length).toBeGreaterThan(100)
  })
})
