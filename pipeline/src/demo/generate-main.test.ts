import { describe, expect, it, vi } from 'vitest'
import { generateMain, readOptions } from './generate-main.js'

describe('readOptions', () => {
  it('reads every flag', () => {
    const line =
      '--out x --archives 2 --pages 3 --missing 0.5 --compression mixed --pad 10 --huge 20 --planted'
    expect(readOptions(line.split(' '))).toEqual({
      outDir: 'x',
      archives: 2,
      pagesPerArchive: 3,
      missingPictures: 0.5,
      compression: 'mixed',
      padBytes: 10,
      hugeMemberBytes: 20,
      planted: true,
    })
  })

  it('gives nothing for --help', () => {
    expect(readOptions(['--help'])).toBeUndefined()
  })
})

describe('generateMain', () => {
  it.each([
    [['--pages', '3'], 'Expected a folder for --out'],
    [['--out', 'x', '--pages', 'many'], 'Expected a number for --pages, got "many"'],
    [['--out', 'x', '--pages', '0'], 'Expected a whole number above 0 for pagesPerArchive'],
    [['--out', 'x', '--compression', 'zip'], 'Expected member, single, plain or mixed'],
    [['--unknown'], '--unknown'],
  ])('exits 2 for %j', async (args, message) => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    expect(await generateMain(args)).toBe(2)
    expect(String(write.mock.calls[0]?.[0])).toContain(message)
    write.mockRestore()
  })
})
