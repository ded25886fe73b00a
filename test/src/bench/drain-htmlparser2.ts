import { Parser } from 'htmlparser2'
import type { Img } from './extract-found.js'
import { asText, runPeer } from './extract-peer.js'

// Tags alone, no tree.
await runPeer((page) => {
  const images: Img[] = []
  let base: string | null = null
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (name === 'img') images.push({ src: attributes['src'] ?? null, alt: attributes['alt'] ?? null })
      else if (name === 'base') base ??= attributes['href'] ?? null
    },
  })
  parser.end(asText(page))
  return { images, base }
})
