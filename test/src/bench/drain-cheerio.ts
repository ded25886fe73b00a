import { load } from 'cheerio'
import { asText, runPeer } from './extract-peer.js'

// The whole tree of every page, as a browser without scripts builds it (parse5).
await runPeer((page) => {
  const $ = load(asText(page), { scriptingEnabled: false })
  const images = $('img')
    .toArray()
    .map(({ attribs }) => ({ src: attribs['src'] ?? null, alt: attribs['alt'] ?? null }))
  return { images, base: $('base[href]').attr('href') ?? null }
})
