import { describe, expect, it } from 'vitest'
import { findImagesDom } from '../find-images-dom.js'
import { findImagesScan } from './find-images-scan.js'

const limits = { maxImages: 1e6, surrounding: false }

// Each page shows one rule of the HTML standard; the reference says what it must give.
describe('findImagesScan equals findImagesDom: tags, attributes and text', () => {
  it.each<[rule: string, pages: readonly string[]]>([
    [
      'names',
      ['<IMG SRC=a>', '<imgx src=a><im src=b>', '<i\0mg src=a><img src=b>', '<image src=a>', '< img><img>'],
    ],
    [
      'tag ends',
      [
        '<img src=a><img src=b',
        '<img src=a><img src="b>',
        '<img/src=a/alt=b>',
        '<img src=a/>',
        '<img src= >',
        '<img src=a/ alt=b>',
        '<img / =x src=b>',
        '<img =src=a src=c>',
        '<img src = "a"alt=b>',
        "<img src\n=\n'a'>",
        '<img alt="a>b" src=x>',
        '<img alt=a"b src=c>',
        '<img a"b=c" src=d>',
        '<img src=`a b`>',
        '<img src=a<b>',
      ],
    ],
    ['duplicates', ['<img src=a src=b>', '<img src src=b>', '<img SRC=a src=b>', '<img __proto__=x src=a>']],
    [
      'values',
      [
        '<img alt="a\r\nb\rc\0d">',
        '<img alt="&#13;&#10;&#0;&#x80;&#x110000;&#xD800;&#x;&#">',
        '<img alt=&amp=1>',
        '<img alt="&notit; &notin; &not= &not. &hearts; &AMP &bogus; &lt&gt&CounterClockwiseContourIntegral;">',
        '<img alt="&Eacute;&eacute&eacutex &apos;&NotEqualTilde;&ThickSpace;&nbsp;">',
        '<img alt="&hearts &hearts=">',
      ],
    ],
    [
      'comments',
      [
        '<!-- <img src=a> --><img src=b>',
        '<!--><img src=a>',
        '<!---><img src=a>',
        '<!----!><img>',
        '<!--a--!><img>',
        '<!--a--!-><img>--><img src=b>',
        '<!-- <img src=a>',
        '<!x <img src=a>',
        '<?php <img src=a>',
        '</ <img src=a>',
        '</><img src=a>',
        '<!doctype html "<img src=a>"><img src=b>',
        '<!><img src=a>',
        '<!-<img>-->',
        '<?<img>',
      ],
    ],
    [
      'cdata',
      [
        '<![CDATA[<img src=a>]]>',
        '<svg><![CDATA[<img src=a>]]></svg><img src=b>',
        '<svg><desc><![CDATA[<img>]]>',
        '<svg><![CDATA[<img src=a>',
        '<svg><![CDATA[]]]]><img src=a>',
        '<math><mi><![CDATA[<img src=a>]]>',
      ],
    ],
    [
      'script',
      [
        '<script>"<img src=a>"</script><img src=b>',
        '<script><!--<script></script><img src=a>--></script><img src=b>',
        '<script><!--></script><img>',
        '<script><!---></script><img>',
        '<script><!--<script>--></script><img>',
        '<script><!--<script></script></script><img>',
        '<script><!--<script </script/><img>',
        '<script><!--<scriptx></script><img>',
        '<script><!--<script></script>--><script></script><img>',
        '<script></scriptx></script a="<img src=b>"><img>',
        '<script></SCRIPT\n><img>',
        '<script><!--<script></script><img></script',
        '<script/><img></script><img src=c>',
      ],
    ],
    [
      'raw text',
      [
        '<style><img src=a></style>',
        '<textarea><img></textareA ><img src=b>',
        '<title><img></title/><img src=b>',
        '<iframe><!--</iframe><img>--></iframe>',
        '<xmp><img src=a></xmp><noembed><img src=a></noembed><img>',
        '<noframes><img></noframes><img src=b>',
        '<img><plaintext><img src=a></plaintext><img>',
        '<title><img',
        '<title></title x="<img src=a><img src=b>">',
        '<style></style',
        '<img><style></style <img>',
        '</style><img>',
      ],
    ],
    [
      'dimensions',
      ['<img width=640px height=50%>', '<img width=" 7.5" height=0>', '<img width=9999999999 height=a>'],
    ],
  ])('%s', (_rule, pages) => {
    for (const page of pages) expect(findImagesScan(page, limits), page).toEqual(findImagesDom(page, limits))
  })
})
