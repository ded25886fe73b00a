import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExportTarget } from './export-target.js'
import { kohyaLatents } from './kohya-latents.js'
import { bytesAsFiles, partsOf, writePictures } from './picture-files.js'

/** A number above one would show each picture that often in an epoch. */
const REPEATS = 1

/**
 * 1_NNNNN/<key>.jpg and .txt, a subset of kohya-ss/sd-scripts for each shard (train_util.py: folders named
 * `<repeats>_<name>`). It reads the first line of a caption file and refuses an empty one, so a caption is one line with
 * its end. With latents, a .npz beside each picture that has one: the trainer then encodes nothing.
 */
export const toKohya: ExportTarget = async (source) => {
  const latents = source.withLatents ? await kohyaLatents(source) : null
  return {
    parts: await partsOf(source, async (shard) => ({
      name: `${REPEATS}_${shard.shard}`,
      bytes: (await bytesAsFiles(source, shard, true)) + (latents?.bytesOf(shard.shard) ?? 0),
      write: async (path) => {
        await mkdir(path)
        await writePictures(source, shard, path, (key, caption) =>
          writeFile(join(path, `${key}.txt`), `${oneLine(caption)}\n`),
        )
        await latents?.write(shard.shard, path)
      },
    })),
    documents: [],
    ...(latents === null ? {} : { beside: latents.sha256 }),
  }
}

/** Python's text mode ends a line at \n, \r and \r\n; whoever splits lines otherwise ends it at more. */
function oneLine(caption: string): string {
  return caption.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}
