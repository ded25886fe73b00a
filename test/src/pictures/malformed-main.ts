import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { floods, sizes } from './bombs.js'
import { openMeasuredDecoder } from './child-memory.js'
import { malformedFolder, malformedNames } from './malformed-folder.js'

/**
 * Prints what becomes of each file of ../shared/data/images-malformed and of each generated bomb, as Markdown tables:
 * outcome, reason, and the largest resident size of the decoder child meanwhile. All of a table have the same child,
 * unless one ends it.
 */
const real = malformedNames().map((name) => ({
  name,
  make: async () => readFileSync(join(malformedFolder, name)),
}))
if (real.length === 0) process.stderr.write(`SKIPPED: the real files; ${malformedFolder} does not exist\n`)

for (const files of [real, [...floods, ...sizes]]) await printTable(files)

async function printTable(
  files: readonly { readonly name: string; readonly make: () => Promise<Buffer> }[],
): Promise<void> {
  print(['file', 'bytes', 'outcome', 'detail', 'peak of the child, MiB', 'child'])
  print(['---', '---:', '---', '---', '---:', '---'])
  const decoder = await openMeasuredDecoder()
  for (const { name, make } of files) {
    const bytes = await make()
    const { outcome, peakBytes, isChildAlive } = await decoder.decode(bytes)
    const detail = outcome.ok
      ? `${outcome.format} of ${outcome.originalWidth}x${outcome.originalHeight} to ${outcome.width}x${outcome.height}${outcome.reencoded ? '' : ', kept'}`
      : outcome.detail.replaceAll('|', '\\|')
    const peak = String(Math.round(peakBytes / 2 ** 20))
    const word = outcome.ok ? 'stored' : outcome.code
    print([name, String(bytes.length), word, detail, peak, isChildAlive ? 'lives' : 'replaced'])
  }
  const { decodes, spawned, crashes } = decoder.stats()
  await decoder.close()
  const counts = `${decodes} outcomes of ${files.length} files, ${spawned} children started, ${crashes} crashes`
  process.stdout.write(`\n${counts}\n\n`)
}

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
}
