import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filesUnder } from '@warc2dataset/pipeline/commits/commits'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import { scoredColumns } from '@warc2dataset/schemas'
import { readNpy } from '@warc2dataset/stages/npy/read-npy'
import { openDuck, scan } from '@warc2dataset/stages/parquet/duck'

/**
 * `node test/dist/scores/count-flips-main.js RUN [THRESHOLD]`: how many rows fall on the other side of the threshold if
 * the similarity is computed again from the stored fp16 embeddings.
 */
const [folder, given] = process.argv.slice(2)
if (folder === undefined) throw new TypeError('Expected the folder of a run, got nothing')
const view = await openRun(folder)
const scratch = await mkdtemp(join(tmpdir(), 'flips-'))
const duck = await openDuck({ scratch, memoryBytes: 2 ** 28, threads: 1 })
process.stdout.write('| scorer | rows | threshold | largest difference | flips |\n|---|---|---|---|---|\n')
for (const { name, threshold } of view.scorers) {
  const files = filesUnder(await view.commits('score'), `scored/${name}/`)
  const cut = given === undefined ? (threshold ?? 0) : Number(given)
  let [rows, largest, flips] = [0, 0, 0]
  for (const metadata of files.filter((file) => file.includes('/metadata/'))) {
    const paired = (kind: string): Promise<string> =>
      view.storage.toLocal(
        metadata.replace('/metadata/metadata_', `/${kind}/${kind}_`).replace(/\.parquet$/, '.npy'),
        scratch,
      )
    const [images, texts] = await Promise.all([
      readNpy(await paired('img_emb')),
      readNpy(await paired('text_emb')),
    ])
    const stored = await duck.rows<{ similarity: number | null }>(
      `SELECT similarity FROM ${scan([await view.storage.toLocal(metadata, scratch)], scoredColumns)}`,
    )
    stored.forEach(({ similarity }, row) => {
      if (similarity === null) return
      let again = 0
      for (let at = row * images.columns; at < (row + 1) * images.columns; at++)
        again += (images.data[at] ?? Number.NaN) * (texts.data[at] ?? Number.NaN)
      rows += 1
      largest = Math.max(largest, Math.abs(again - similarity))
      if (again >= cut !== similarity >= cut) flips += 1
    })
  }
  process.stdout.write(`| ${name} | ${rows} | ${cut} | ${largest.toExponential(1)} | ${flips} |\n`)
}
duck.close()
await rm(scratch, { recursive: true, force: true })
