import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { colourFiles } from './colour-files.js'
import { type ColourRow, colourTable } from './colour-table.js'

const python = process.env['W2D_PYTHON'] ?? ''

/**
 * Files that Pillow shows otherwise, and why. `cmyk.jpg`: Pillow has no profile to assume, and turns ink into light by
 * subtraction.
 */
const apart = ['cmyk.jpg']

describe.skipIf(python === '')(
  `what Pillow shows${python === '' ? ' SKIPPED: W2D_PYTHON names no Python (Pillow 13.0.0, NumPy 2.4.6)' : ''}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'colour-peer-'))
    let rows: readonly ColourRow[] = []
    beforeAll(async () => {
      rows = await colourTable(python, folder)
    })
    afterAll(() => rmSync(folder, { recursive: true }))

    const find = (name: string) => {
      const differences = rows.find((row) => row.name === name)?.differences
      if (differences === undefined || typeof differences === 'string') {
        throw new Error(`Expected numbers for ${name}, got ${differences}`)
      }
      return differences
    }

    test.each(colourFiles.filter(({ name }) => !apart.includes(name)))('$name', ({ name }) => {
      const { perceptual } = find(name)
      expect(perceptual.mean).toBeLessThan(0.35)
      expect(perceptual.max).toBeLessThan(2)
    })

    test('without profile CMYK is another colour than ours', () => {
      expect(find('cmyk.jpg').perceptual.mean).toBeGreaterThan(5)
    })

    test('real files: what quality 95 costs, and no more', () => {
      for (const row of rows.filter(({ name }) => name.startsWith('real-'))) {
        expect(find(row.name).perceptual.mean, row.name).toBeLessThan(2)
      }
    })
  },
)
