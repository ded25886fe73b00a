import { describe, expect, it } from 'vitest'
import { tdmReservation } from './tdm-reservation.js'
import { hostileStrings, MEGABYTES, tags } from './test-tags.js'

const POLICY = 'https://provider.com/policies/policy.json'
const reserved = (content: string) => ({ name: 'tdm-reservation', content })
const policyAt = (content: string) => ({ name: 'tdm-policy', content })

type Fields = Readonly<Record<string, readonly string[]>>

// Sections of the W3C community group's "TDM Reservation Protocol (TDMRep)".
describe('TDMRep', () => {
  it.each<[string, Fields, ReturnType<typeof tags>, 0 | 1 | null, string | null]>([
    ['TDM Header Field, example 1', { 'tdm-reservation': ['1'] }, [], 1, null],
    ['TDM Header Field, example 2', { 'tdm-reservation': ['1'], 'tdm-policy': [POLICY] }, [], 1, POLICY],
    ['TDM Metadata in HTML, example', {}, tags(reserved('1'), policyAt(POLICY)), 1, POLICY],
    ['tdm-reservation: 0', { 'tdm-reservation': ['0'] }, [], 0, null],
    [
      'tdm-reservation: other values are unset',
      { 'tdm-reservation': ['2'] },
      tags(reserved('true')),
      null,
      null,
    ],
    ['tdm-reservation: an integer', { 'tdm-reservation': ['01'] }, tags(reserved('')), null, null],
    ['tdm-policy: not processed at 0', { 'tdm-reservation': ['0'], 'tdm-policy': [POLICY] }, [], 0, null],
    ['Processing priority: HTML supersedes', { 'tdm-reservation': ['1'] }, tags(reserved('0')), 0, null],
    ['Processing priority: HTML supersedes', { 'tdm-reservation': ['0'] }, tags(reserved('1')), 1, null],
    [
      'Processing priority: absence resets nothing',
      { 'tdm-reservation': ['1'] },
      tags(policyAt(POLICY)),
      1,
      POLICY,
    ],
    [
      'Processing priority: an error is absence',
      { 'tdm-reservation': ['1'] },
      tags(reserved('yes')),
      1,
      null,
    ],
    [
      'Processing priority: policies too',
      { 'tdm-reservation': ['1'], 'tdm-policy': [POLICY] },
      tags(policyAt('https://example.com/p')),
      1,
      'https://example.com/p',
    ],
    ['nothing said', {}, tags({ name: 'robots', content: '1' }), null, null],
    ['a policy alone', { 'tdm-policy': [POLICY] }, [], null, POLICY],
    ['silent; ours: 1 wins in one place', { 'tdm-reservation': ['0', '1'] }, [], 1, null],
    ['silent; ours: 1 wins in one place', {}, tags(reserved('1'), reserved('0')), 1, null],
    ['HTML: names are case-insensitive', {}, tags({ name: ' TDM-Reservation', content: ' 1 ' }), 1, null],
    ['a name attribute only', {}, tags({ property: 'tdm-reservation', content: '1' }), null, null],
    [
      'ours: the first policy that is an absolute http(s) URL without password',
      {
        'tdm-reservation': ['1'],
        'tdm-policy': ['/p', 'javascript:1', 'https://a:b@c.de/', POLICY, 'http://x.de/'],
      },
      [],
      1,
      POLICY,
    ],
  ])('%s: %j', (_, fields, metas, reservation, policy) => {
    expect(tdmReservation(new Map(Object.entries(fields)), metas)).toEqual({ reservation, policy })
  })

  it('never throws, and is bounded', () => {
    for (const value of [...hostileStrings(9, 2000), ...MEGABYTES, `https://a.de/${'x'.repeat(5000)}`]) {
      const { reservation, policy } = tdmReservation(
        new Map([
          ['tdm-reservation', [value]],
          ['tdm-policy', [value]],
        ]),
        tags(policyAt(value), { name: value, content: value }, { name: 'tdm-policy' }),
      )
      expect([0, 1, null]).toContain(reservation)
      expect(policy?.length ?? 0).toBeLessThanOrEqual(2000)
    }
  })
})
