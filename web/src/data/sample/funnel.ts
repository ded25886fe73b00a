import type { FunnelSection, Step } from '@warc2dataset/schemas'
import { rate } from './numbers.js'

type Phase = Step['phase']

interface Cut {
  readonly phase: Phase
  readonly outcome: Step['outcome']
  readonly filter: string | null
  readonly reasons: readonly (readonly [reason: string, about: string, left: number])[]
  readonly saw: number
  /** Cut beyond `left`: by another filter, too. */
  readonly more: number
  readonly shadow: boolean
}

const CUTS: readonly Cut[] = [
  {
    phase: 'extract',
    outcome: 'dropped',
    filter: 'extract.text.min_length',
    reasons: [['text_short', 'The text is shorter than extract.text.min_length.', 4030]],
    saw: 48_210,
    more: 0,
    shadow: true,
  },
  {
    phase: 'dedup',
    outcome: 'dropped',
    filter: 'dedup',
    reasons: [
      [
        'dup_url',
        'Another candidate of the run names the same picture URL; it survives and takes the texts.',
        5275,
      ],
    ],
    saw: 44_180,
    more: 0,
    shadow: false,
  },
  {
    phase: 'plan',
    outcome: 'dropped',
    filter: 'plan.block_domains',
    reasons: [
      ['blocked_domain', 'The site of the picture or of the page is listed in plan.block_domains.', 292],
    ],
    saw: 38_905,
    more: 0,
    shadow: false,
  },
  {
    phase: 'fetch',
    outcome: 'failed',
    filter: null,
    reasons: [
      ['http_status', 'The status of the answer is not 200.', 4722],
      ['timeout', 'No whole answer within fetch.total_timeout_ms, or too slow on the way.', 1240],
      ['dns_error', 'The host name has no address.', 803],
      ['site_budget', 'The time of the site in this shard, fetch.site_budget_ms, ran out.', 204],
      ['robots_unreachable', 'robots.txt of the host could not be had (no answer, 429 or 5xx).', 120],
      ['host_down', 'The host did not answer five times in a row and once more later.', 74],
    ],
    saw: 38_217,
    more: 0,
    shadow: false,
  },
  {
    phase: 'fetch',
    outcome: 'dropped',
    filter: 'fetch.formats',
    reasons: [['format_not_allowed', 'The bytes are a picture of a format outside the allow-list.', 612]],
    saw: 29_447,
    more: 0,
    shadow: false,
  },
  {
    phase: 'fetch',
    outcome: 'failed',
    filter: null,
    reasons: [
      ['not_an_image', 'The bytes are not a picture by their first bytes.', 410],
      ['decode_error', 'The decoder refused the picture (broken or truncated data).', 95],
    ],
    saw: 38_217,
    more: 0,
    shadow: false,
  },
  {
    phase: 'select',
    outcome: 'dropped',
    filter: 'min_side >= 200',
    reasons: [['select_where', 'A term of select.where did not hold; judged on stored measurements.', 6204]],
    saw: 28_330,
    more: 0,
    shadow: true,
  },
  {
    phase: 'select',
    outcome: 'dropped',
    filter: 'punsafe < 0.5',
    reasons: [['select_where', 'A term of select.where did not hold; judged on stored measurements.', 1012]],
    saw: 28_330,
    more: 291,
    shadow: true,
  },
  {
    phase: 'select',
    outcome: 'dropped',
    filter: 'select.keep: similarity >= 0.28',
    reasons: [
      ['no_score', 'select.keep asks for a similarity that the sample does not have.', 68],
      ['low_similarity', 'The similarity is below the threshold of select.keep.', 11_744],
    ],
    saw: 28_330,
    more: 4410,
    shadow: true,
  },
  // The ids of the steps above are named elsewhere in the sample: what sites asked comes after them.
  ...refusals(),
]

function refusals(): readonly Cut[] {
  const cut = (phase: Phase, filter: string, saw: number, reason: Cut['reasons'][number]): Cut => ({
    phase,
    outcome: 'dropped',
    filter,
    reasons: [reason],
    saw,
    more: 0,
    shadow: false,
  })
  return [
    cut('plan', 'opt_out.directives', 38_905, [
      'page_opted_out',
      'A page that shows the picture asks not to be used.',
      396,
    ]),
    cut('fetch', 'opt_out.robots_txt', 38_217, [
      'robots_txt',
      'robots.txt of a host on the way to the picture does not allow the URL.',
      1480,
    ]),
    cut('fetch', 'opt_out.directives', 38_217, [
      'x_robots_tag',
      'The X-Robots-Tag of the answer has one of opt_out.directives.',
      118,
    ]),
    cut('fetch', 'opt_out.xmp', 38_217, [
      'xmp_data_mining',
      'The XMP of the picture prohibits data mining.',
      9,
    ]),
  ]
}

function stepOf(cut: Cut, at: number): Step {
  const left = cut.reasons.reduce((sum, [, , n]) => sum + n, 0)
  const all = left + cut.more
  const only = cut.phase === 'select' ? Math.round(left * 0.62) : left
  const shadowCut = Math.round(all * 0.0117)
  const shadowSaw = Math.round(cut.saw * 0.0117)
  const names = cut.reasons.map(([reason]) => `'${reason}'`).join(', ')
  return {
    id: `s${at}`,
    phase: cut.phase,
    outcome: cut.outcome,
    filter: cut.filter,
    reasons: cut.reasons.map(([reason, about, n]) => ({ reason, about, left: n })),
    left,
    saw: cut.saw,
    cut: all,
    only,
    rate: rate(all, cut.saw),
    shadow: cut.shadow
      ? {
          saw: shadowSaw,
          cut: shadowCut,
          only: Math.round(shadowCut * 0.5),
          rate: rate(shadowCut, shadowSaw),
        }
      : null,
    query: `SELECT * FROM read_parquet('ledger/*.parquet')\nWHERE phase = '${cut.phase}' AND reason IN (${names});`,
  }
}

type Part = FunnelSection['by'][number]['parts'][number]

/** Shares of entries by phase, from everybody's passage, bent by how much less of a part fetch and select let pass. */
function part(value: string | null, candidates: number, passed: number): Part {
  const kept = Math.round(candidates * passed)
  const fetched = Math.max(kept, Math.round(candidates * (0.35 + passed)))
  const entered = [candidates, candidates * 0.916, candidates * 0.807, candidates * 0.793]
  return {
    value,
    candidates,
    kept,
    rate: rate(kept, candidates),
    entered: [...entered.map((n) => Math.max(fetched, Math.round(n))), fetched, fetched, kept],
  }
}

export const SAMPLE_FUNNEL: FunnelSection = {
  references: {
    total: 91_342,
    candidates: 48_210,
    without: [
      { kind: 'missing', about: 'The picture has no alt attribute.', n: 20_912 },
      { kind: 'empty', about: 'alt="", as is right for decoration.', n: 14_208 },
      { kind: 'data_url', about: 'The picture is in the page itself, or has no fetchable URL.', n: 5514 },
      { kind: 'no_source', about: 'No src, srcset or lazy attribute names a picture.', n: 2110 },
      { kind: 'blank', about: 'The alt is white space only.', n: 388 },
    ],
  },
  candidates: 48_210,
  kept: 9302,
  rate: rate(9302, 48_210),
  phases: [
    { phase: 'extract', in: 48_210, out: 44_180 },
    { phase: 'dedup', in: 44_180, out: 38_905 },
    { phase: 'plan', in: 38_905, out: 38_217 },
    { phase: 'fetch', in: 38_217, out: 28_330 },
    { phase: 'score', in: 28_330, out: 28_330 },
    { phase: 'select', in: 28_330, out: 9302 },
    { phase: 'pack', in: 9302, out: 9302 },
  ],
  steps: CUTS.map(stepOf),
  by: [
    {
      axis: 'language',
      parts: [
        part('en', 27_962, 0.263),
        part('de', 5110, 0.118),
        part('fr', 3020, 0.109),
        part('tr', 1406, 0.041),
        part('ja', 1188, 0.022),
        part('ar', 640, 0.019),
        part(null, 8884, 0.082),
      ],
    },
    {
      axis: 'script',
      parts: [
        part('Latin', 42_600, 0.21),
        part('Cyrillic', 2204, 0.05),
        part('Han', 1420, 0.03),
        part('Arabic', 702, 0.02),
        part('Hebrew', 190, 0.02),
        part(null, 1094, 0.06),
      ],
    },
    {
      axis: 'domain',
      parts: [
        part('shop.example', 6120, 0.31),
        part('news.example', 4410, 0.17),
        part('wiki.example', 3902, 0.29),
        part('photos.example', 2580, 0.4),
        part('xn--bcher-kva.example', 1490, 0.12),
        part('\u202eevil.example', 812, 0.02),
        part(null, 28_896, 0.15),
      ],
    },
    { axis: 'text_kind', parts: [part('alt', 45_004, 0.2), part('title', 3206, 0.09)] },
  ],
}
