import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { CrawlText } from './crawl-text.js'

test('markup of a crawl is text, apart from the direction of the page', () => {
  expect(render(h(CrawlText, { text: '<img src=x onerror=alert(1)>', language: 'en' }))).toBe(
    '<bdi class="crawl" dir="auto" lang="en">&lt;img src=x onerror=alert(1)></bdi>',
  )
})

test('a long text is folded, and whole in the fold', () => {
  const text = 'word '.repeat(2000)
  const html = render(h(CrawlText, { text }))
  expect(html).toContain('<details')
  expect(html).toContain('…')
  expect(html).toContain(text)
})

test('a text of nothing that can be seen says so', () => {
  expect(render(h(CrawlText, { text: ' \u202e\u0000' }))).toContain('blank')
})
