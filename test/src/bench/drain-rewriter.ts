import { HTMLRewriter } from 'html-rewriter-wasm'
import type { Img } from './extract-found.js'
import { asBytes, runPeer } from './extract-peer.js'

// lol-html, tags alone. It gives attributes as they stand (`&amp;` stays) and, as a browser with scripts, sees no tags in
// <noscript>.
await runPeer(async (page) => {
  const images: Img[] = []
  let base: string | null = null
  const rewriter = new HTMLRewriter(() => {})
    .on('img', {
      element: (img) => {
        images.push({ src: img.getAttribute('src'), alt: img.getAttribute('alt') })
      },
    })
    .on('base', {
      element: (element) => {
        base ??= element.getAttribute('href')
      },
    })
  try {
    await rewriter.write(asBytes(page))
    await rewriter.end()
  } finally {
    rewriter.free()
  }
  return { images, base }
})
