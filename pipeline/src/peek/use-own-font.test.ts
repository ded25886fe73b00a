import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useOwnFont } from './use-own-font.js'

describe('useOwnFont', () => {
  it('names a folder that holds DejaVu Sans, and still what the machine has', async () => {
    const scratch = await mkdtemp(join(tmpdir(), 'warc2dataset-font-'))
    const before = process.env['FONTCONFIG_FILE']
    try {
      await useOwnFont(scratch)
      const config = await readFile(process.env['FONTCONFIG_FILE'] ?? '', 'utf8')
      const [, folder = ''] = /<dir>(.*)<\/dir>/.exec(config) ?? []
      expect((await stat(join(folder, 'DejaVuSans.ttf'))).size).toBeGreaterThan(100_000)
      expect((await stat(join(folder, 'DejaVuSans-Bold.ttf'))).size).toBeGreaterThan(100_000)
      expect(config).toContain(`<include ignore_missing="yes">${before ?? '/etc/fonts/fonts.conf'}</include>`)
    } finally {
      if (before === undefined) delete process.env['FONTCONFIG_FILE']
      else process.env['FONTCONFIG_FILE'] = before
      await rm(scratch, { recursive: true, force: true })
    }
  })
})
