import { describe, expect, it } from 'vitest'
import { hashOf, queryOf } from './hash-query.js'

describe('parameters in the address', () => {
  it('are read of the page that asks only', () => {
    expect(queryOf('#threshold?t=0.283', 'threshold').get('t')).toBe('0.283')
    expect(queryOf('#groups?t=0.283', 'threshold').get('t')).toBeNull()
    expect(queryOf('#threshold', 'threshold').get('t')).toBeNull()
    expect(queryOf('', 'threshold').get('t')).toBeNull()
  })

  it('come back as they were written, whatever the characters', () => {
    const group = 'a&b=c?#</script> ü'
    expect(queryOf(hashOf('groups', { group, step: null }), 'groups').get('group')).toBe(group)
    expect(hashOf('groups', { group: null, step: '' })).toBe('#groups')
  })
})
