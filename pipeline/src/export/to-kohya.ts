import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExportTarget } from './export-target.js'
import { bytesAsFiles, partsOf, writePictures } from './picture-files.js'

/** A number above one would show each picture that often in an epoch. */
const REPEATS = 1

/**
 * 1_NNNNN/<key>.jpg and .txt, a subset of kohya-ss/sd-scripts for each shard (train_util.py: folders named
 * `<repeats>_<name>`). It reads the first line of a caption file and refuses an empty one, so a caption is one line with
 * its end. No latents.
 */
export const toKohya: ExportTarget = async (source) => ({
  parts: await partsOf(source, async (shard) => ({
    name: `${REPEATS}_${shard.shard}`,
    bytes: await bytesAsFiles(source, shard, true),
    write: async (path) => {
      await mkdir(path)
      await writePictures(source, shard, path, (key, caption) =>
        writeFile(join(path, `${key}.txt`), `${oneLine(caption)}\n`),
      )
    },
  })),
  documents: [],
})

/** Python's text mode ends a line at \n, \r and \r\n; whoever splits lines otherwise ends it at more. */
function oneLine(caption: string): string {
  return caption.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}
