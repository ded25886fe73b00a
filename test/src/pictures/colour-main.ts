import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ColourRow, colourTable, intents } from './colour-table.js'

/**
 * Prints how far what is stored is from what Pillow shows, as a Markdown table: mean and largest CIEDE2000 over all
 * pixels. `W2D_PYTHON` names a Python with Pillow and NumPy. With FOLDER the files stay there.
 */
const python = process.env['W2D_PYTHON'] ?? ''
if (python === '') throw new TypeError('Expected W2D_PYTHON to name a Python with Pillow, got nothing')

const [, , kept] = process.argv
if (kept !== undefined) mkdirSync(kept, { recursive: true })
const folder = kept ?? mkdtempSync(join(tmpdir(), 'colours-'))
try {
  const rows = await colourTable(python, folder)
  const head = ['file', 'what', 'Pillow', ...intents.map((intent) => `${intent}: mean / max ΔE`)]
  const lines = [head, head.map(() => '---'), ...rows.map(cells)]
  process.stdout.write(lines.map((line) => `| ${line.join(' | ')} |\n`).join(''))
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true })
}

function cells({ name, what, notes, differences }: ColourRow): readonly string[] {
  const numbers = intents.map((intent) => {
    if (typeof differences === 'string') return differences
    const { mean, max } = differences[intent]
    return `${mean.toFixed(2)} / ${max.toFixed(2)}`
  })
  return [name, what, notes, ...numbers]
}
