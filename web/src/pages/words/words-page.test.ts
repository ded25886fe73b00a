import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../data/report.js'
import { bareReport, sampleReport } from '../../data/sample-inspection.js'
import { WordsPage } from '../words.js'

const page = (report: Report) => render(h(WordsPage, { report }))

describe('words', () => {
  const html = page(sampleReport())
  const { words } = sampleReport().inspection
  const contrast = 'not_available' in words ? undefined : words.contrasts[0]

  it('has every word of the contrast in the table twin, with its z', () => {
    const twin = html.slice(html.indexOf('<table'), html.indexOf('</table>'))
    const rows = contrast?.rows.filter(({ z }) => z !== 0) ?? []
    expect(rows.length).toBeGreaterThan(10)
    expect(twin.match(/<tr><th scope="row"/g)?.length).toBe(rows.length)
    for (const { z } of rows) expect(twin).toContain(`${z < 0 ? '−' : '+'}${Math.abs(z).toFixed(2)}</td>`)
  })

  it('lists the strongest of each side in order', () => {
    const strongest = [...(contrast?.rows ?? [])].sort((a, b) => b.z - a.z)[0]
    const list = html.slice(html.indexOf('<ol class="ranked-words">'))
    expect(list.slice(0, list.indexOf('</li>'))).toContain(strongest?.word ?? 'none')
  })

  it('keeps words as text, without marks that turn the direction', () => {
    expect(html).toContain('&lt;b>bold&lt;/b>')
    expect(html).not.toContain('<b>')
    expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  })

  it('says why it is not there', () => {
    expect(page(bareReport())).toContain('Not available.')
  })
})
