import { describe, expect, it } from 'vitest'
import { creativeCommons, normalLicence } from './licence.js'
import { hostileStrings, MEGABYTES, tags } from './test-tags.js'

const APP = 'cc-legal-tools-app, compute_canonical_url'
const DATA = 'cc-legal-tools-data, README'
const OPENVERSE = 'Openverse, licenses/constants.py'
const REAL = 'a page of ../shared/data'
const OURS = 'our own rule'
const CC = 'https://creativecommons.org'

describe('the canonical URL of a licence', () => {
  it.each<[string, string | null, string]>([
    ['https://creativecommons.org/licenses/by-sa/4.0/', '/licenses/by-sa/4.0/', DATA],
    ['https://creativecommons.org/licenses/by-nc-sa/3.0/', '/licenses/by-nc-sa/3.0/', DATA],
    ['https://creativecommons.org/licenses/by-nd/3.0/nl/', '/licenses/by-nd/3.0/nl/', DATA],
    ['https://creativecommons.org/publicdomain/zero/1.0/', '/publicdomain/zero/1.0/', DATA],
    ['https://creativecommons.org/publicdomain/mark/1.0/', '/publicdomain/mark/1.0/', APP],
    ['https://creativecommons.org/licenses/publicdomain/', '/licenses/publicdomain/', APP],
    ['https://creativecommons.org/licenses/nc-sampling+/1.0/', '/licenses/nc-sampling+/1.0/', APP],
    ['https://creativecommons.org/licenses/devnations/2.0/', '/licenses/devnations/2.0/', APP],
    ['https://creativecommons.org/licenses/by-nc-nd/3.0/br/', '/licenses/by-nc-nd/3.0/br/', APP],
    ['https://creativecommons.org/licenses/by-nd-nc/1.0', '/licenses/by-nd-nc/1.0/', OPENVERSE],
    ['https://creativecommons.org/licenses/nd-nc/2.0/jp', '/licenses/nd-nc/2.0/jp/', OPENVERSE],
    ['https://creativecommons.org/licenses/by/2.1/au', '/licenses/by/2.1/au/', OPENVERSE],
    [
      'https://creativecommons.org/licenses/by/3.0/igo/legalcode.txt',
      '/licenses/by/3.0/igo/',
      'creativecommons.org, issue 736',
    ],
    ['http://creativecommons.org/licenses/by-nc-nd/3.0/', '/licenses/by-nc-nd/3.0/', REAL],
    ['https://creativecommons.org/licenses/by-sa/4.0/deed.an', '/licenses/by-sa/4.0/', REAL],
    ['http://creativecommons.org/licenses/by/4.0/?ref=chooser-v1', '/licenses/by/4.0/', REAL],
    ['http://creativecommons.org/licenses/publicdomain/', '/licenses/publicdomain/', REAL],
    ['http://creativecommons.org/', null, REAL],
    ['http://creativecommons.org/about/licenses/meet-the-licenses', null, REAL],
    ['http://creativecommons.org/license/', null, REAL],
    ['https://www.creativecommons.org/licenses/by/4.0', '/licenses/by/4.0/', OURS],
    ['HTTP://CreativeCommons.ORG/Licenses/BY-SA/3.0/DE/Deed.DE#top', '/licenses/by-sa/3.0/de/', OURS],
    ['https://creativecommons.org//licenses//by/2.5/scotland/legalcode', '/licenses/by/2.5/scotland/', OURS],
    ['https://creativecommons.org/licenses/sampling%2B/1.0/', '/licenses/sampling+/1.0/', OURS],
    ['https://creativecommons.org/publicdomain/zero/1.0/deed.zh-hant', '/publicdomain/zero/1.0/', OURS],
    [
      'https://creativecommons.org/licenses/by/4.0/de/',
      '/licenses/by/4.0/',
      `${DATA}: ports are versions 1.0 to 3.0`,
    ],
    ['https://creativecommons.org/licenses/by/9.9/', null, OURS],
    ['https://creativecommons.org/licenses/by/', null, OURS],
    ['https://creativecommons.org/licenses/', null, OURS],
    ['https://creativecommons.org/licenses/by-sa-nc/4.0/', null, OURS],
    ['https://creativecommons.org/licenses/zero/1.0/', null, OURS],
    ['https://creativecommons.org/publicdomain/by/4.0/', null, OURS],
    ['https://creativecommons.org/publicdomain/zero/2.0/', null, OURS],
    ['https://creativecommons.org/licenses/GPL/2.0/', null, OURS],
    ['https://creativecommons.org.evil.example/licenses/by/4.0/', null, OURS],
    ['https://evil.example/creativecommons.org/licenses/by/4.0/', null, OURS],
    ['https://u:p@creativecommons.org/licenses/by/4.0/', null, OURS],
    ['ftp://creativecommons.org/licenses/by/4.0/', null, OURS],
    ['/licenses/by/4.0/', null, OURS],
    ['', null, OURS],
  ])('%s', (url, path) => {
    const expected = path === null ? null : `${CC}${path}`
    expect(normalLicence(url)).toBe(expected)
    if (expected !== null) expect(normalLicence(expected)).toBe(expected)
  })
})

describe('the licence of a page', () => {
  const BASE = 'https://example.com/a/b'
  const by = { href: 'http://creativecommons.org/licenses/by/3.0/' }
  const bySa = { href: 'https://creativecommons.org/licenses/by-sa/4.0/deed.de' }
  const zero = { href: '//creativecommons.org/publicdomain/zero/1.0/' }
  const license = { rel: 'license' }
  it.each<[string, ReturnType<typeof tags>, string | null, string]>([
    ['marked', tags({ ...license, ...by }), '/licenses/by/3.0/', 'CC REL by Example, License metadata'],
    ['not marked', tags(by), '/licenses/by/3.0/', OURS],
    ['marked among others', tags(zero, { ...license, ...bySa }, by), '/licenses/by-sa/4.0/', OURS],
    [
      'rel=copyright',
      tags(by, { rel: 'copyright', ...bySa }),
      '/licenses/by-sa/4.0/',
      'HTML Standard, link type license',
    ],
    ['several rel', tags(by, { rel: 'LICENSE\nnoopener', ...bySa }), '/licenses/by-sa/4.0/', REAL],
    ['a marked one of someone else', tags({ ...license, href: '/terms' }, by), '/licenses/by/3.0/', OURS],
    [
      'the same twice',
      tags(bySa, { href: 'https://creativecommons.org/licenses/by-sa/4.0/' }),
      '/licenses/by-sa/4.0/',
      OURS,
    ],
    ['different ones', tags(by, bySa), null, OURS],
    [
      'different marked ones',
      tags({ ...license, ...by }, { ...license, ...bySa }, zero),
      null,
      'CC REL by Example, Multiple CC Licenses on a Page: one for each object',
    ],
    ['ports differ', tags(by, { href: `${CC}/licenses/by/3.0/de/` }), null, OURS],
    ['without the scheme', tags(zero), '/publicdomain/zero/1.0/', REAL],
    ['not a licence', tags({ href: `${CC}/` }, { rel: 'license' }), null, OURS],
    ['none', [], null, OURS],
  ])('%s', (_, links, path) => {
    expect(creativeCommons(links, BASE)).toBe(path === null ? null : `${CC}${path}`)
  })

  it('relative links of their own site', () => {
    const links = tags({ ...license, href: '/licenses/by/4.0/' })
    expect(creativeCommons(links, `${CC}/about/`)).toBe(`${CC}/licenses/by/4.0/`)
    expect(creativeCommons(links, BASE)).toBeNull()
    expect(creativeCommons(links, null)).toBeNull()
  })

  it('never throws', () => {
    let found = 0
    for (const value of [...hostileStrings(13, 4000), ...MEGABYTES]) {
      for (const href of [value, `https://creativecommons.org/${value}`, `${CC}/licenses/by/3.0/${value}`]) {
        creativeCommons(tags({ href, rel: value }), value)
        const licence = creativeCommons(tags({ href, rel: value }), BASE)
        if (licence === null) continue
        found += 1
        expect(licence).toMatch(
          /^https:\/\/creativecommons\.org\/[a-z]+\/[a-z+-]+\/(?:\d\.\d\/(?:[a-z]+\/)?)?$/,
        )
      }
    }
    expect(found).toBeGreaterThan(2000)
  })
})
