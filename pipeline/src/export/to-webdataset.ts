import { copyFile } from 'node:fs/promises'
import type { ExportTarget } from './export-target.js'

/**
 * The tars as they are, and sizes.json: samples by name of the tar, as open_clip's training reads it
 * (open_clip_train/data.py, get_dataset_size).
 */
export const toWebdataset: ExportTarget = async ({ view, shards }) => ({
  parts: shards.map(({ shard, tar }) => ({
    name: `${shard}.tar`,
    bytes: tar.bytes,
    sha256: tar.sha256,
    write: async (path) => copyFile(await view.target.toLocal(tar.name, ''), path),
  })),
  documents: [
    {
      name: 'sizes.json',
      text: () =>
        `${JSON.stringify(Object.fromEntries(shards.map(({ shard, samples }) => [`${shard}.tar`, samples])), null, 2)}\n`,
    },
  ],
})
