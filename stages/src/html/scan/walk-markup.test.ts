import { describe, expect, it } from 'vitest'
import { walkMarkup } from './walk-markup.js'

/** Everything that a walk tells, as markup again: texts in quotes, attributes as they stand. */
function listWalk(markup: string, intoDrawings = false): readonly string[] {
  const told: string[] = []
  walkMarkup(markup, {
    text: (from, to) => told.push(JSON.stringify(markup.slice(from, to))) > 0,
    start: (name, from, to) => told.push(`<${name}${markup.slice(from, to)}>`) > 0,
    end: (name, at) => {
      expect(markup.startsWith('</', at)).toBe(true)
      return told.push(`</${name}>`) > 0
    },
    intoDrawings,
  })
  return told
}

describe('walkMarkup', () => {
  it.each<[name: string, markup: string, told: readonly string[]]>([
    ['nothing', '', []],
    ['text', 'a', ['"a"']],
    ['tags and texts', 'a<B c=d>e</b >f', ['"a"', '<b c=d>', '"e"', '</b>', '"f"']],
    ['a quoted >', '<a b=">">c', ['<a b=">">', '"c"']],
    ['a < that begins nothing', 'a < b <3 <', ['"a < b <3 <"']],
    ['</ at the end is text', 'a</', ['"a</"']],
    ['an end tag of nothing', 'a</>b', ['"a"', '"b"']],
    ['a comment', 'a<!-- <b> -->c', ['"a"', '"c"']],
    ['an open comment', 'a<!-- <b>', ['"a"']],
    ['declarations', '<!doctype html>a<?b?>c</ d>e', ['"a"', '"c"', '"e"']],
    ['a tag that is cut off', 'a<b c="d', ['"a"']],
    ['raw text', '<script>"<b>"</script>a', ['<script>', '"a"']],
    ['raw text, end with attributes', '<style>x</STYLE a=">">b', ['<style>', '"b"']],
    ['open raw text', '<title>a<b>', ['<title>']],
    ['a self-closing raw text element is none', '<textarea/>a</textarea>b', ['<textarea/>', '"b"']],
    ['a template', '<template><i>a</i></template>b', ['<template>', '"b"']],
    ['a drawing', '<svg><g>a</g></svg>b', ['<svg>', '"b"']],
    ['a self-closing drawing', '<svg/>a', ['<svg/>', '"a"']],
    ['NUL and CR', 'a\0<b\0>\r\n</b\0>', ['"a\\u0000"', '<b\0>', '"\\r\\n"', '</b\0>']],
    ['a lone surrogate', '<a>\uD800</a>', ['<a>', '"\\ud800"', '</a>']],
  ])('%s', (_name, markup, told) => {
    expect(listWalk(markup)).toEqual(told)
  })

  it('goes into drawings when asked to', () => {
    expect(listWalk('<svg><g>a</g></svg>b', true)).toEqual(['<svg>', '<g>', '"a"', '</g>', '</svg>', '"b"'])
  })

  it.each(['text', 'start', 'end'] as const)('ends when %s says so', (last) => {
    const told: string[] = []
    const tell = (kind: string) => (): boolean => told.push(kind) > 0 && kind !== last
    walkMarkup('a<b></b>a<b></b>', {
      text: tell('text'),
      start: tell('start'),
      end: tell('end'),
      intoDrawings: false,
    })
    expect(told).toEqual(['text', 'start', 'end'].slice(0, ['text', 'start', 'end'].indexOf(last) + 1))
  })

  it.each<[name: string, markup: string, told: number]>([
    ['1 M "<"', '<'.repeat(1e6), 1],
    ['1 M "</"', '</'.repeat(1e6), 0],
    ['1 M open tags', '<a '.repeat(1e6), 0],
    ['1 M open comments', `a${'<!--'.repeat(1e6)}`, 1],
    ['1 M drawings, open', '<svg>'.repeat(1e6), 1],
    ['1 M drawings, closed', '<svg></svg>'.repeat(1e6), 1e6],
    ['1 M NUL', '\0'.repeat(1e6), 1],
    ['1 M ends of another name', `<title>${'</titl>'.repeat(1e6)}`, 1],
  ])('is linear: %s', (_name, markup, told) => {
    expect(listWalk(markup)).toHaveLength(told)
  })
})
