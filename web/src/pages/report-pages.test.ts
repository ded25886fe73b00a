import { type ComponentType, h } from 'preact'
import { render } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import type { PageProps, Report } from '../data/report.js'
import { bareReport, sampleReport, toyReport } from '../data/sample-inspection.js'
import { FunnelPage } from './funnel.js'
import { MethodPage } from './method.js'
import { OverviewPage } from './overview.js'

function html(Page: ComponentType<PageProps>, report: Report): string {
  return render(h(Page, { report }))
}

test('the overview says what was inspected, what was found, and links each sentence to its page', () => {
  const page = html(OverviewPage, sampleReport())
  for (const { text, page: id } of sampleReport().inspection.overview.sentences) {
    expect(page).toContain(text.replaceAll('"', '&quot;').slice(0, 30))
    expect(page).toContain(`href="#${id}"`)
  }
  expect(page).toContain('openai/clip-vit-base-patch32')
  expect(page).toContain('select.keep: similarity >= 0.28')
  expect(page).toContain('October 3, 2024 to October 15, 2024')
  expect(page).not.toContain('toy')
})

test('a toy is named on the overview', () => {
  expect(html(OverviewPage, toyReport())).toContain('A toy model judged this run')
})

test('the name of a dataset is text', () => {
  expect(html(OverviewPage, sampleReport())).not.toContain('<b>')
})

test('the funnel has every step with its query and its count, and no markup of the crawl', () => {
  const page = html(FunnelPage, sampleReport())
  expect(page).toContain('similarity >= 0.28')
  expect(page).toContain("reason IN ('no_score', 'low_similarity')")
  expect(page).toContain('11,812')
  expect(page).not.toMatch(/<script|<img src=x|<b>/)
})

test('rows of Parquet have no funnel, and the page says why', () => {
  expect(html(FunnelPage, bareReport())).toContain('no record of what it rejected')
})

test('the method prints every word of every lexicon, and every formula’s source', () => {
  const page = html(MethodPage, sampleReport())
  for (const { sha256, sets } of sampleReport().inspection.method.lexicons) {
    expect(page).toContain(sha256)
    for (const { terms, exclude } of sets)
      for (const term of [...terms, ...exclude]) expect(page).toContain(term)
  }
  for (const name of ['Wilson', 'Newcombe', 'Mantel', 'Benjamini', 'Monroe', 'Gini', 'Lin,'])
    expect(page).toContain(name)
})

test.each([
  ['sample', sampleReport()],
  ['toy', toyReport()],
  ['bare', bareReport()],
])('pages of the %s report have one h2 and no heading above it', (_, report) => {
  for (const Page of [OverviewPage, FunnelPage, MethodPage]) {
    const page = html(Page, report)
    expect(page.match(/<h2/g)).toHaveLength(1)
    expect(page.match(/<h[1-6]/)?.[0]).toBe('<h2')
  }
})
