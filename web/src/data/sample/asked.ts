import type { AskedSection, AskedSignal, Unanswered } from '@warc2dataset/schemas'
import { rate } from './numbers.js'

const OBEYED = ['noai', 'noimageai', 'noml', 'noindex', 'noimageindex', 'none']

function top(...sites: readonly (readonly [site: string, left: number])[]): AskedSignal['top'] {
  return sites.map(([site, left]) => ({ site, left }))
}

function failure(
  code: string,
  status: number | null,
  numbers: Pick<Unanswered, 'left' | 'sites' | 'open' | 'top'> & { readonly about: string },
): Unanswered {
  return { code, status, ...numbers }
}

const SIGNALS: readonly AskedSignal[] = [
  {
    signal: 'robots_txt',
    fields: ['opt_out.robots_txt', 'opt_out.robots_agents'],
    obeyed: ['CCBot', 'GPTBot'],
    not_asked: null,
    left: rate(1480, 38_217),
    shadow: 11,
    sites: 212,
    top: top(['photos.example', 611], ['xn--bcher-kva.example', 204], ['<img src=x onerror=alert(1)>', 88]),
    values: [],
  },
  {
    signal: 'page_directives',
    fields: ['opt_out.directives'],
    obeyed: OBEYED,
    not_asked: null,
    left: rate(396, 38_613),
    shadow: 4,
    sites: 57,
    top: top(['blog.example', 120], ['\u202eevil.example', 71], ['shop.example', 33]),
    values: [
      { value: 'noai', left: 240, sites: 31 },
      { value: 'noindex', left: 131, sites: 29 },
      { value: 'noimageai', left: 25, sites: 6 },
    ],
  },
  {
    signal: 'picture_directives',
    fields: ['opt_out.directives'],
    obeyed: OBEYED,
    not_asked: null,
    left: rate(118, 29_574),
    shadow: 1,
    sites: 14,
    top: top(['art.example', 70], ['news.example', 31], ['wiki.example', 6]),
    values: [
      { value: 'noai', left: 101, sites: 11 },
      { value: 'noimageindex', left: 17, sites: 4 },
    ],
  },
  {
    signal: 'page_tdm',
    fields: ['opt_out.tdm'],
    obeyed: [],
    not_asked: 'opt_out.tdm is false.',
    left: rate(0, 38_217),
    shadow: 0,
    sites: 0,
    top: [],
    values: [],
  },
  {
    signal: 'picture_tdm',
    fields: ['opt_out.tdm'],
    obeyed: [],
    not_asked: 'opt_out.tdm is false.',
    left: rate(0, 29_456),
    shadow: 0,
    sites: 0,
    top: [],
    values: [],
  },
  {
    signal: 'xmp',
    fields: ['opt_out.xmp'],
    obeyed: [],
    not_asked: null,
    left: rate(9, 28_339),
    shadow: 0,
    sites: 2,
    top: top(['agency.example', 8], ['photos.example', 1]),
    values: [
      { value: 'DMI-PROHIBITED-AIMLTRAINING', left: 7, sites: 2 },
      { value: 'DMI-PROHIBITED', left: 2, sites: 1 },
    ],
  },
  {
    signal: 'lists',
    fields: ['plan.block_domains', 'plan.block_lists'],
    obeyed: ['2 domains'],
    not_asked: null,
    left: rate(292, 38_905),
    shadow: 3,
    sites: 3,
    top: top(['pictures.example', 201], ['stock.example', 62], ['portfolio.example', 29]),
    values: [{ value: 'plan.block_domains', left: 292, sites: 3 }],
  },
]

const FAILURES: readonly Unanswered[] = [
  failure('http_status', 404, {
    about: 'HTTP 404 Not Found',
    left: 3702,
    sites: 811,
    open: 0,
    top: top(['news.example', 720], ['shop.example', 655], ['blog.example', 210]),
  }),
  failure('timeout', null, {
    about: 'No whole answer within fetch.total_timeout_ms, or too slow on the way.',
    left: 1240,
    sites: 301,
    open: 1240,
    top: top(['wiki.example', 90], ['photos.example', 71], ['shop.example', 40]),
  }),
  failure('dns_error', null, {
    about: 'The host name has no address.',
    left: 803,
    sites: 402,
    open: 803,
    top: top(['gone.example', 61], ['\u202eevil.example', 20], ['old.example', 12]),
  }),
  failure('http_status', 403, {
    about: 'HTTP 403 Forbidden',
    left: 790,
    sites: 66,
    open: 0,
    top: top(['photos.example', 410], ['shop.example', 101], ['news.example', 55]),
  }),
  failure('http_status', 503, {
    about: 'HTTP 503 Service Unavailable',
    left: 230,
    sites: 18,
    open: 230,
    top: top(['wiki.example', 120], ['news.example', 40], ['blog.example', 31]),
  }),
  failure('site_budget', null, {
    about: 'The time of the site in this shard, fetch.site_budget_ms, ran out before its turn came.',
    left: 204,
    sites: 2,
    open: 204,
    top: top(['photos.example', 190], ['shop.example', 14]),
  }),
  failure('robots_unreachable', null, {
    about:
      'robots.txt of the host could not be had (no answer, 429 or 5xx), so nothing of it may be asked for.',
    left: 120,
    sites: 31,
    open: 120,
    top: top(['old.example', 30], ['blog.example', 22], ['gone.example', 9]),
  }),
  failure('host_down', null, {
    about: 'The host did not answer five times in a row and once more later; it was not asked again.',
    left: 74,
    sites: 6,
    open: 74,
    top: top(['gone.example', 44], ['old.example', 20], ['attic.example', 10]),
  }),
]

export const SAMPLE_ASKED: AskedSection = {
  signals: SIGNALS,
  unanswered: { rate: rate(7163, 38_217), open: 2671, failures: FAILURES },
  by_kind: [
    { kind: 'other', refused: rate(1201, 22_113), unanswered: rate(3890, 21_643) },
    { kind: 'shop', refused: rate(522, 8402), unanswered: rate(1502, 8300) },
    { kind: 'news', refused: rate(310, 6020), unanswered: rate(1480, 5960) },
    { kind: 'social', refused: rate(262, 2370), unanswered: rate(291, 2314) },
  ],
}
