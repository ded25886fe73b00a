import type { Exhibit } from '@warc2dataset/schemas'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { Wall } from './wall.js'

const ROW: Exhibit = {
  url: 'https://cdn.example/"><script>alert(1)</script>.jpg',
  domain: 'shop.example',
  text: '"><img src=x onerror=alert(1)>',
  language: null,
  kept: false,
  reason: 'low_similarity',
  filter: 'similarity >= 0.28',
  score: 0.274,
  distance: -0.006,
  width: 640,
  height: 480,
  picture: 0,
}
const JPEG = { jpeg: 'AAAA', width: 96, height: 72 }

function wall(row: Exhibit, blur: boolean): string {
  return render(h(Wall, { label: 'Rows', rows: [row], pictures: [{ ...JPEG, blur }] }))
}

test('a row has its text, score, distance and reason, all as text', () => {
  const html = wall(ROW, true)
  expect(html).toContain('score 0.274')
  expect(html).toContain('−0.006 from the cut')
  expect(html).toContain('low_similarity')
  expect(html).toContain('✕ cut')
  expect(html).not.toContain('<script')
  expect(html.match(/<img/g)).toHaveLength(1)
})

test('a picture is blurred until asked for, unless it was called safe', () => {
  expect(wall(ROW, true)).toContain('class="blurred"')
  expect(wall(ROW, true)).toContain('Show pictures')
  expect(wall(ROW, false)).not.toContain('blurred')
  expect(wall(ROW, false)).not.toContain('Show pictures')
})

test('the alt of a picture is the recorded one and says so', () => {
  expect(wall({ ...ROW, text: 'A red fox' }, true)).toContain('alt="recorded alt: A red fox"')
})

test('a row without a picture, and one whose picture was not stored', () => {
  expect(wall({ ...ROW, picture: null }, true)).toContain('no picture')
  expect(wall({ ...ROW, picture: 7 }, true)).toContain('no picture')
})

test('an accident is not called a cut', () => {
  expect(wall({ ...ROW, filter: null, reason: 'timeout' }, true)).toContain('✕ left out')
})
