import { describe, expect, it } from 'vitest'
import { parseOverride } from './run.js'

describe('parseOverride', () => {
  it.each([
    ['seed=7', ['seed', 7]],
    ['plan.block_domains=[a.example, b]', ['plan.block_domains', ['a.example', 'b']]],
    ['plan.where=text_length > 3', ['plan.where', 'text_length > 3']],
    ["select.where=format in ('jpeg', 'png')", ['select.where', "format in ('jpeg', 'png')"]],
    ["select.where=url_domain = 'a=b'", ['select.where', "url_domain = 'a=b'"]],
    ['plan.where="a" = 1', ['plan.where', '"a" = 1']],
    ['seed=', ['seed', null]],
    ['source.files=*.warc.gz', ['source.files', '*.warc.gz']],
  ])('reads %s as YAML, or as it stands', (text, override) => {
    expect(parseOverride(text)).toEqual(override)
  })

  it.each(['seed', '=1', 'a b=1', 'a-b=1', ''])('is exit 2 if it is not path=value: %j', (text) => {
    expect(() => parseOverride(text)).toThrow(expect.objectContaining({ exitCode: 2 }))
  })
})
