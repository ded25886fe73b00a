import { describe, expect, it } from 'vitest'
import { idealTime } from './fetch-schedule.js'

describe('idealTime', () => {
  it('is that of the busiest domain', () => {
    expect(idealTime({ urlsOfDomain: [300, 20, 1], perSecond: 10, unlimited: 100 })).toEqual({
      seconds: 30,
      domain: 30,
      machine: 3.21,
    })
  })

  it('is that of the machine where domains are many', () => {
    expect(idealTime({ urlsOfDomain: [20, 20, 20], perSecond: 10, unlimited: 6 }).seconds).toBe(10)
  })

  it('is nothing for nothing', () => {
    expect(idealTime({ urlsOfDomain: [], perSecond: 10, unlimited: 5 }).seconds).toBe(0)
  })
})
