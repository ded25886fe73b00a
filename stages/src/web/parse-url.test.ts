import { expect, it } from 'vitest'
import { parseUrl } from './parse-url.js'

it('takes what `new URL` takes, however often it was asked', () => {
  for (let i = 0; i < 50_000; i++) parseUrl(`http://site.test/${i}`)
  expect(parseUrl('/b?c#d', 'http://site.test/a/')?.href).toBe('http://site.test/b?c#d')
  expect(parseUrl('http://b\u00fccher.test/')?.hostname).toBe('xn--bcher-kva.test')
  // In UTF-8 a zero width space, in a string two controls that no host may have.
  expect(parseUrl('http://\u00e2\u0080\u008bexample.org/')).toBeNull()
  expect(parseUrl('http://')).toBeNull()
  expect(parseUrl('/b')).toBeNull()
})
