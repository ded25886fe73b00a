import { z } from 'zod'

/** Directives by which a page or an answer asks not to be used (see `OPT_OUT_DIRECTIVES`). */
export const OPT_OUT_DIRECTIVES = ['noai', 'noimageai', 'noml', 'noindex', 'noimageindex', 'none'] as const

/** What sites ask, and whether it is done. It holds for the shadow sample too. */
export const optOutShape = z
  .strictObject({
    robots_txt: z
      .boolean()
      .default(true)
      .describe(
        'True: nothing is requested that robots.txt of its host disallows (RFC 9309: groups for warc2dataset or warc-to-dataset, else *).',
      ),
    robots_agents: z
      .array(z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'a product token of 1 to 64 letters, digits, _ or -,'))
      .max(16)
      .default([])
      .describe('Further names whose groups in robots.txt are obeyed as well, such as CCBot or GPTBot.'),
    directives: z
      .array(z.enum(OPT_OUT_DIRECTIVES))
      .default([...OPT_OUT_DIRECTIVES])
      .describe(
        'Directives of X-Robots-Tag (of the picture or of a page that shows it) and of <meta name=robots> that leave a picture out.',
      ),
    xmp: z
      .boolean()
      .default(true)
      .describe('True: pictures whose XMP prohibits data mining (IPTC/PLUS plus:DataMining) are left out.'),
    tdm: z
      .boolean()
      .default(false)
      .describe(
        'True: pictures whose rights for text and data mining are reserved (TDMRep: answer, page, /.well-known/tdmrep.json) are left out.',
      ),
  })
  .prefault({})
