import type { Random } from './random.js'

const STRUCTURE = [
  'table',
  'caption',
  'colgroup',
  'col',
  'tbody',
  'thead',
  'tfoot',
  'tr',
  'td',
  'th',
  'select',
  'option',
  'template',
  'svg',
  'math',
  'foreignObject',
  'desc',
  'title',
  'mi',
  'annotation-xml encoding=text/html',
  'g',
  'p',
  'div',
  'span',
  'a',
  'b',
  'li',
  'h1',
  'script',
  'style',
  'textarea',
  'noscript',
  'iframe',
  'head',
  'body',
  'html lang=de',
  'a href=h',
  'a href=//creativecommons.org/',
  'figure',
  'figcaption',
  'figcaption id=l',
  'picture',
  'noscript',
  'span id=l',
] as const
const VOID = [
  '<img src=s>',
  '<image src=i>',
  '<base href=b>',
  '<input>',
  '<br>',
  '</br>',
  'text',
  ' ',
  '<g/>',
  '<svg/>',
  '<source srcset=s>',
  '<meta content=m>',
  '<link rel=r href=l>',
  '<img aria-labelledby=l>',
] as const

/** A page of `length` tags, half of them ends, of all kinds of elements that have rules of their own. */
export function generatePage(length: number, random: Random): string {
  let page = ''
  for (let i = 0; i < length; i += 1) {
    const tag = random.pick(STRUCTURE)
    const kind = random.below(5)
    if (kind < 2) page += `<${tag}>`
    else if (kind < 4) page += `</${tag.split(' ')[0]}>`
    else page += random.pick(VOID).replace('src=', `src=${i}`).replace('href=', `href=${i}`)
  }
  return `${page}<img src=last>`
}
