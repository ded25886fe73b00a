import { open, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { query } from '../bad-input/query.js'

/**
 * `bench-pack-sharp-main.js RUN CUT AT_ONCE RESULT`: what pack made of a run's pictures in the dataset CUT, by sharp alone
 * in this process: read, scaled, cut, encoded, thrown away. Writes the seconds of that, without its start, to RESULT.
 */
const [, , run = '', cut = '', atOnce = '1', result = ''] = process.argv
sharp.concurrency(1)
sharp.cache(false)
const rows =
  await query(`SELECT d."key", d.resized_width, d.resized_height, d.crop_x, d.crop_y, d.bucket_width,
  d.bucket_height, f.tar_offset, f.tar_size
  FROM '${cut}/dataset/*.parquet' d JOIN '${run}/fetched/*.parquet' f USING ("key") ORDER BY "key"`)
const folder = join(run, 'fetched')
const tars = new Map<string, Awaited<ReturnType<typeof open>>>()
for (const name of await readdir(folder))
  if (name.endsWith('.tar')) tars.set(name.slice(0, -'.tar'.length), await open(join(folder, name)))

const started = process.hrtime.bigint()
let next = 0
await Promise.all(
  Array.from({ length: Number(atOnce) }, async () => {
    for (let row = rows[next++]; row !== undefined; row = rows[next++]) await cutOne(row)
  }),
)
await writeFile(result, String(Number(process.hrtime.bigint() - started) / 1e9))
for (const tar of tars.values()) await tar.close()

async function cutOne(row: Readonly<Record<string, unknown>>): Promise<void> {
  const of = (name: string): number => Number(row[name])
  const jpeg = Buffer.alloc(of('tar_size'))
  await tars.get(String(row['key']).slice(0, -4))?.read(jpeg, 0, jpeg.length, of('tar_offset'))
  await sharp(jpeg)
    .resize(of('resized_width'), of('resized_height'), { fit: 'fill', fastShrinkOnLoad: false })
    .extract({
      left: of('crop_x'),
      top: of('crop_y'),
      width: of('bucket_width'),
      height: of('bucket_height'),
    })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer()
}
