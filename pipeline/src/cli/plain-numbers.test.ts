import { describe, expect, it } from 'vitest'
import { byteSize, counted, duration, percent, wholeDuration } from './plain-numbers.js'

describe('duration', () => {
  it.each([
    [0, '0.0 s'],
    [4210, '4.2 s'],
    [9960, '10 s'],
    [59_400, '59 s'],
    [60_000, '1 m 00 s'],
    [192_000, '3 m 12 s'],
    [7_500_000, '2 h 05 m'],
    [273_600_000, '3 d 4 h'],
  ])('%i ms is %s', (ms, text) => expect(duration(ms)).toBe(text))

  it('rounds a guess up to whole seconds', () => {
    expect([0, 1, 4210, 9960, 60_000].map(wholeDuration)).toEqual(['0 s', '1 s', '5 s', '10 s', '1 m 00 s'])
  })
})

describe('byteSize', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [123_456, '123 kB'],
    [2.5e12, '2.5 TB'],
    [7e20, '700000 PB'],
  ])('%i is %s', (bytes, text) => expect(byteSize(bytes)).toBe(text))
})

describe('counted and percent', () => {
  it('agree with their number', () => {
    expect([counted(1, 'unit'), counted(1200, 'unit')]).toEqual(['1 unit', '1,200 units'])
    expect([percent(1, 3), percent(0, 0)]).toEqual(['33.3 %', '-'])
  })
})
