import { describe, expect, it } from 'vitest'
import { findImagesDom } from '../find-images-dom.js'
import { findImagesScan } from './find-images-scan.js'

const limits = { maxImages: 1e6, surrounding: false }

// Each page shows one rule of the HTML standard; the reference says what it must give.
describe('findImagesScan equals findImagesDom: open elements', () => {
  it.each<[rule: string, pages: readonly string[]]>([
    [
      'noscript',
      ['<noscript><img src=a></noscript>', '<head><noscript><img src=a></noscript></head><base href=x>'],
    ],
    [
      'template',
      [
        '<template><p><img src=a></template><img src=b>',
        '<template><template><img></template><img src=b></template>',
        '</template><img>',
        '<template><div></template></div><img>',
        '<table><template><tr><img></template><img src=b>',
        '<svg><template><foreignObject><img src=a></svg>',
        '<template><svg></template><img>',
        '<select><template><img></template><img></select><img src=b>',
      ],
    ],
    [
      'foreign',
      [
        '<svg><image src=a href=b /></svg><img>',
        '<svg><g><img src=a></g></svg>',
        '<math><mi><img src=a></math>',
        '<svg/><image src=a>',
        '<svg><image src=a></svg><image src=b>',
        '<svg></SVG><image src=b>',
        '<math></math><image src=b>',
        '<svg><p></p><image src=a>',
        '<svg></p><image src=a>',
        '<svg></br><image src=a>',
        '<svg><font><image></svg><image src=b>',
        '<svg><font color=red><image src=a>',
        '<svg><title><image src=a></title><image src=b></svg>',
        '<svg><title><img></svg>',
        '<svg><style><img src=a></style></svg>',
        '<svg><script><img src=a></script></svg>',
        '<svg><textarea><image></textarea><img>',
        '<svg><a><g></a><image></svg><image src=b>',
        '<div><svg></div><image src=a>',
        '<svg></foo><image></svg><image src=a>',
        '<math><annotation-xml encoding=TEXT/HTML><image src=a>',
        '<math><annotation-xml><image src=a>',
        '<math><annotation-xml><svg><image src=a></svg><image src=b>',
        '<math><annotation-xml><svg><desc><image src=a>',
        '<math><mi><mglyph><image src=a>',
        '<math><mi><b><mglyph><image src=a>',
        '<math><mtext><svg><image></svg><image src=b>',
        '<svg><html lang=x><base href=a></svg><img>',
        '<svg><select><image></svg><img>',
        '<svg><frameset><img>',
      ],
    ],
    [
      'islands',
      [
        '<svg><foreignObject><div></foreignObject><image src=a>',
        '<svg><foreignObject><div></div></foreignObject><image src=a>',
        '<svg><foreignObject><p>x</foreignObject></svg><title><img></title>',
        '<svg><desc><b></desc><image src=a>',
        '<svg><foreignObject><p>a<p>b</p></foreignObject><image>',
        '<svg><foreignObject><li><li></li></foreignObject><image>',
        '<svg><foreignObject><a><div></a></div></foreignObject><image>',
        '<svg><foreignObject><h1></h2></foreignObject><image>',
        '<svg><foreignObject><x><div></x></div></foreignObject><image>',
        '<svg><foreignObject><x></x></foreignObject><image>',
        '<svg><foreignObject><table><td></foreignObject><image></table></foreignObject><image src=b>',
      ],
    ],
    [
      'select',
      [
        '<select><img src=a></select><img src=b>',
        '<select><select><img src=a>',
        '<select><input><img src=a>',
        '<select><textarea><img></textarea><img src=b>',
        '<select><title><img></select><img src=b></title><img src=c>',
        '<table><td><select><td><img src=a>',
        '<select><td><img></select><img src=b>',
        '<select><script><img></script></select><img>',
        '<table><td><select></table><img src=a>',
        '<select></div><svg><image></svg><img></select><img src=b>',
        '<select><base href=a><html lang=b></select><img>',
        '<table><select><caption><img>',
        '<select><plaintext></select><img>',
      ],
    ],
    [
      'tables',
      [
        '<table><tr><td><img src=a></td></tr><img src=b></table><img src=c>',
        '<table><tr><img src=a><td><img src=b>',
        '<table><tr><td><img src=a><table><td><img src=b></td><img src=c></table></td><img src=d></table><img src=e>',
        '<table><colgroup><col><img src=a><tr><td><img src=b><th><img src=c><caption><img src=d><col><img src=e>',
        '<table><td><img src=a></th><img src=b></tr><img src=c>',
        '<table><img src=a><table><img src=b></table><img src=c>',
        '<table><caption><img src=a><table><td><img src=b></table><td><img src=c></caption><img src=d></table>',
        '<tr><td><img src=a></td></table><img src=b>',
        '<table><td><div></tbody><img src=a></div><img src=b>',
        '<table><td><base href=a></td></tr><base href=b></table><img>',
        '<table><td><img src=a></table></tr><img src=b>',
        '<table><td><img src=a><tr><svg><desc><img src=b><td><img src=c></table>',
        '<table><tr><td><img></td></tr><div><img src=b></div>',
        '<table><td><img src=a><caption><img src=b><tbody><th><img src=c></table>',
      ],
    ],
    [
      'frameset',
      [
        '<frameset><img src=a></frameset>',
        '<img><frameset><img src=b>',
        '<p><frameset><img>',
        'x<frameset><img>',
        '<body><frameset><img>',
        '<head></head> <frameset><noframes><img></noframes>',
        '<br><frameset><img>',
        '<div><frameset><img>',
        '<input type=hidden><frameset><img>',
        '<input><frameset><img>',
        '<title>x</title><frameset><img>',
        '</br><frameset><img>',
        '<script>x</script><frameset><img>',
        '<li><frameset><img>',
        '<noscript>x</noscript><frameset><img>',
        '<!--x--><frameset><img>',
      ],
    ],
    [
      'page facts',
      [
        '<html lang=de><base href=/x/><img>',
        '<html lang><base href><img>',
        '<p><html lang=fr><html lang=de><img>',
        '<base target=_top><base href=a><base href=b><img>',
        '<template><html lang=x><base href=a></template><img>',
        '<html xml:lang=fr><img>',
        '<html lang=de><base href=/x/>no',
        '<html lang=de><!-- <img> -->',
        '</body></html><img><base href=a>',
      ],
    ],
  ])('%s', (_rule, pages) => {
    for (const page of pages) expect(findImagesScan(page, limits), page).toEqual(findImagesDom(page, limits))
  })

  it.each([0, 1, 2, 3, 4])('maxImages %i of 3 in document order', (maxImages) => {
    const html = '<html lang=x><table><td><img src=a></td><img src=b></table><img src=c><base href=b>'
    expect(findImagesScan(html, { maxImages, surrounding: true })).toEqual(
      findImagesDom(html, { maxImages, surrounding: true }),
    )
  })
})
