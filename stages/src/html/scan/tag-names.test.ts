import { describe, expect, it } from 'vitest'
import { FIRST_TAGS, LATER_TAGS, passTag, TAGS } from './tag-names.js'

const passes = (filter: typeof FIRST_TAGS, name: string): string | null =>
  passTag(filter, `<${name}>`, 1, 1 + name.length)?.name ?? null

describe('passTag', () => {
  it.each([...TAGS.values()])('$name', ({ name, kind, isMark, refusesFrames }) => {
    const counts = isMark || (kind !== 'element' && kind !== 'void')
    for (const written of [name, name.toUpperCase(), name.slice(0, 1) + name.slice(1).toUpperCase()]) {
      expect(passes(LATER_TAGS, written)).toBe(counts ? name : null)
      expect(passes(FIRST_TAGS, written)).toBe(counts || refusesFrames ? name : null)
    }
  })

  it.each([
    'imgx',
    'im',
    'i\0mg',
    'i\rg',
    'x',
    'iMG\u0130',
    't\u0264',
    'T\x44\x00',
    'ta\u0042le\x7f',
    'sv@',
    'sv\x47x',
  ])('none: %j', (name) => {
    expect(passes(LATER_TAGS, name)).toBeNull()
  })

  it('takes no other character for a letter in upper case', () => {
    for (let code = 0; code < 0x3000; code += 1) {
      const char = String.fromCharCode(code)
      const isD = char === 'd' || char === 'D'
      expect(passes(LATER_TAGS, `t${char}`)).toBe(
        isD ? 'td' : /^[hr]$/i.test(char) && code < 0x80 ? `t${char.toLowerCase()}` : null,
      )
    }
  })

  it('none: a name of a million characters', () => {
    expect(passes(LATER_TAGS, 'a'.repeat(1e6))).toBeNull()
  })
})
