import { describe, expect, it } from 'vitest'
import { exceedsDomBudget } from './dom-budget.js'
import { findImagesDom } from './find-images-dom.js'

const limits = { maxImages: 2000, surrounding: false }
const many = (n: number, text: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => text(i)).join('')

describe('exceedsDomBudget', () => {
  it.each([
    ['nested div', many(100_000, () => '<div>')],
    ['nested template', many(100_000, () => '<template>')],
    ['nested svg with stray ends', many(100_000, () => '<svg>') + many(1000, () => '</g>')],
    ['links around blocks', many(20_000, () => '<a><div>') + many(20_000, () => '</a>')],
    ['distinct attributes', `<img ${many(80_000, (i) => `a${i}=1 `)}>`],
    ['distinct attributes with no end', `<img ${many(80_000, (i) => `a${i}=1 `)}`],
    ['foster-parented pictures', `<table>${many(200_000, () => '<img>')}`],
  ])('refuses %s', (_name, html) => {
    expect(exceedsDomBudget(html, limits)).toBe(true)
  })

  it.each([
    ['unclosed paragraphs and cells', `<table>${many(20_000, (i) => `<tr><td>${i}<p>x`)}</table>`],
    ['a large data: URI', `<img src="data:image/png;base64,${'QUJD'.repeat(200_000)}" alt="x">`],
    ['a quoted > in a long attribute', `<img alt="${'a > b '.repeat(20_000)}">`],
    ['many closed elements', many(50_000, () => '<div><b>x</b></div>')],
    ['nothing', ''],
  ])('lets %s pass, and the finder takes it', (_name, html) => {
    expect(exceedsDomBudget(html, limits)).toBe(false)
    expect(findImagesDom(html, limits).imageCount).toBeLessThanOrEqual(1)
  })
})
