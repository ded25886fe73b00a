import { z } from 'zod'

const whole = (about: string) => z.number().int().describe(about)

const siteLimits = z.strictObject({
  connections: whole('Connections at once.').min(1).max(256),
  requests_per_second: whole('Requests started in a second.').min(1).max(1000),
})

/** Where pictures come from, what is asked of whom, and what is kept of it. */
export const fetchShape = z
  .strictObject({
    source: z
      .enum(['archive', 'web'])
      .default('archive')
      .describe("Where pictures come from: archive = the run's archives, web = one HTTP request per URL."),
    fall_back: z
      .enum(['none', 'archive'])
      .default('none')
      .describe(
        "archive: what the web does not give any more is taken from the run's archives, where they hold it; never against an opt-out.",
      ),
    user_agent: z
      .string()
      .max(300)
      .regex(/^[\x20-\x7e]*$/, 'printable ASCII')
      .optional()
      .describe('Needed for web: who asks, with a contact, like "my-crawl (+https://example.org/contact)".'),
    allow_hosts: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'Hosts whose addresses need not be public and whose ports are free; for pictures of your own.',
      ),
    resolve: z
      .record(
        z.string().min(1),
        z
          .string()
          .regex(
            /^(127\.\d+\.\d+\.\d+|\[::1\]):\d+$/,
            'a loopback address with a port, like 127.0.0.1:8080,',
          ),
      )
      .default({})
      .describe(
        'Host name, or *.suffix for all below it: "127.0.0.1:8080". Asks that loopback port instead, for tests and the demo.',
      ),
    total_timeout_ms: whole('Time for one picture URL, redirects included.').min(100).default(20_000),
    max_redirects: whole('Redirects followed for one URL.').min(0).max(20).default(5),
    retries: whole('Further requests after a failure that may pass.').min(0).max(10).default(2),
    domain_connections: whole(
      'Connections at once to one registered domain, at most; 2 at first, more while its answers stay fast.',
    )
      .min(1)
      .max(6)
      .default(6),
    domain_requests_per_second: whole('Requests started in a second at one registered domain, at most.')
      .min(1)
      .max(10)
      .default(10),
    site_limits: z
      .record(z.string().min(1), siteLimits)
      .default({})
      .describe(
        'More than that, for networks built for it or with leave of the owner: {cdn.example.com: {connections: 16, requests_per_second: 50}}, hosts below it included.',
      ),
    site_budget_ms: whole(
      'Time for one registered domain in one shard, besides what its rate needs; what is not answered by then is left open for --retry-failed (site_budget).',
    )
      .min(1000)
      .default(600_000),
    shard_size: whole('Candidates per fetched shard.').min(1).max(10_000).default(10_000),
    max_bytes: whole('Larger bodies are dropped (too_many_bytes).')
      .min(1)
      .default(20 * 2 ** 20),
    max_input_pixels: whole('Larger pictures are dropped (too_many_pixels) before decoding.')
      .min(1)
      .default(40_000_000),
    decode_timeout_ms: whole('Time for one picture.').min(1).default(10_000),
    decode_memory_bytes: whole('Memory of one decoder process.')
      .min(256 * 2 ** 20)
      .default(2 ** 30),
    block_lists: z
      .array(z.string().min(1))
      .default([])
      .describe(
        "Lists of sha256, md5 or perceptual hashes, one hex hash a line: what matches is never stored, and leaves no URL. Relative to the recipe's folder.",
      ),
    // 4 is a choice: two evenly spread hashes are that near once in 3e13; from some 10 on pictures differ.
    block_distance: whole('Bits of 64 in which a perceptual hash may differ from a listed one; 0: none.')
      .min(0)
      .max(10)
      .default(4),
    keep_original: z
      .boolean()
      .default(false)
      .describe(
        'True: the bytes as they came are stored as well (originals/NNNNN.tar), and pack cuts buckets from them.',
      ),
    resize: z
      .strictObject({
        mode: z
          .enum(['no', 'keep_ratio', 'keep_ratio_largest', 'center_crop', 'border', 'bucket'])
          .default('keep_ratio')
          .describe(
            "img2dataset's modes by its names, and bucket: cut to select.bucket from the original, once; another bucket then means fetching again.",
          ),
        image_size: whole(
          'Of the shorter side (keep_ratio), the longer (keep_ratio_largest) or both (center_crop, border), px; keep_ratio without it is bounded by max_area alone.',
        )
          .min(1)
          .max(65_500)
          .optional(),
        upscale: z
          .boolean()
          .default(false)
          .describe('True: what is smaller than image_size grows to it, as in img2dataset.'),
        max_area: whole('Area of the stored picture, at most, px; not in modes no, center_crop and border.')
          .min(1)
          .default(1_048_576),
      })
      .prefault({}),
  })
  .prefault({})
