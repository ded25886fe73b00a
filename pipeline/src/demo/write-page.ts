import type { PlannedPage } from './crawl-plan.js'
import { sentence } from './plan-texts.js'
import type { Random } from './seeded-random.js'
import { renderImage } from './write-image.js'

/** Writes a page as HTML text: real-looking, with noise in which no picture may be found. */
export function renderPage(page: PlannedPage, random: Random, padding: readonly string[]): string {
  const { language, title } = page
  const blocks = page.references.map((reference) =>
    renderBlock(renderImage(page, reference, random), page, random),
  )
  const noise = renderNoise(random)
  const rest = padding.map((text) => `<p>${text}</p>`)
  return [
    `<!DOCTYPE html>\n<html lang="${language}"${language === 'ar' ? ' dir="rtl"' : ''}>`,
    `<head>${metaCharset(page)}`,
    `<title>${escapeText(title)}</title>`,
    `<meta name="description" content="${escapeText(sentence(random, language, 8))}">`,
    page.base === undefined ? '' : `<base href="${page.base}">`,
    '<link rel="stylesheet" href="/static/site.css">',
    '</head>\n<body>',
    `<header><nav><ul>${navigation(page, random)}</ul></nav></header>`,
    `<main>\n<h1>${escapeText(title)}</h1>`,
    ...blocks,
    ...noise,
    ...rest,
    '</main>',
    `<footer><p>&copy; 2026 ${new URL(page.url).hostname}</p></footer>`,
    '</body>\n</html>\n',
  ].join('\n')
}

/** Escapes text for an element's content or a double-quoted attribute. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

function metaCharset({ charset, url }: PlannedPage): string {
  if (charset === 'utf8-meta') {
    const short = url.length % 2 === 0
    return short
      ? '<meta charset="utf-8">'
      : '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">'
  }
  return charset === 'windows-1252-meta' ? '<META CHARSET=windows-1252>' : ''
}

function navigation(page: PlannedPage, random: Random): string {
  return Array.from({ length: 4 }, (_, index) => {
    const words = escapeText(sentence(random, page.language, 2))
    return `<li><a href="/section-${index}/">${words}</a></li>`
  }).join('')
}

function renderBlock(image: string, page: PlannedPage, random: Random): string {
  const text = `<p>${escapeText(sentence(random, page.language, random.between(12, 50)))}</p>`
  const form = random.int(5)
  if (form === 0)
    return `<figure>${image}<figcaption>${escapeText(sentence(random, page.language, 5))}</figcaption></figure>${text}`
  if (form === 1) return `<div class="card"><a href="/item/${random.int(1000)}">${image}</a>\n${text}</div>`
  if (form === 2) return `<table><tr><td>${image}</td><td>${text}</td></tr></table>`
  return `${text}\n${image}`
}

const NOISE: readonly string[] = [
  '<!-- <img src="/old/banner.gif" alt="a banner that was commented out"> -->',
  `<script>document.write('<img src="/pixel.gif" alt="written by a script">')</script>`,
  '<textarea><img src="/snippet.png" alt="a snippet to copy"></textarea>',
  '<style>.hero { background: url("/media/hero.jpg") } /* <img src="/css.png" alt="styled"> */</style>',
  '<p>Write &lt;img src="x.png" alt="escaped"&gt; to show a picture.</p>',
  '<svg width="20" height="20"><image href="/media/inline.png"/></svg>',
]

function renderNoise(random: Random): readonly string[] {
  return NOISE.filter(() => random.chance(0.25))
}
