import { expect, test } from 'vitest'
import { pageOfHash } from './page-hash.js'

const IDS = ['overview', 'funnel', 'threshold']

test('the hash names a page; what follows is for the page', () => {
  expect(pageOfHash('#funnel', IDS)).toBe('funnel')
  expect(pageOfHash('#funnel/s3', IDS)).toBe('funnel')
  expect(pageOfHash('#threshold?t=0.283', IDS)).toBe('threshold')
})

test('anything else is the first page', () => {
  expect(pageOfHash('', IDS)).toBe('overview')
  expect(pageOfHash('#', IDS)).toBe('overview')
  expect(pageOfHash('#<img src=x>', IDS)).toBe('overview')
  expect(pageOfHash('#constructor', IDS)).toBe('overview')
})
