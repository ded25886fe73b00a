import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { extract, type Header } from 'tar-stream'

export interface Member {
  readonly header: Header
  readonly bytes: Buffer
}

/** Every member of a tar in order, by tar-stream's reader. */
export async function readTar(path: string): Promise<readonly Member[]> {
  const members: Member[] = []
  const tar = extract()
  createReadStream(path).pipe(tar)
  for await (const entry of tar) {
    const chunks: Buffer[] = []
    for await (const chunk of entry) chunks.push(chunk as Buffer)
    members.push({ header: entry.header, bytes: Buffer.concat(chunks) })
  }
  return members
}

/** What a row says of its sample in the tar; numbers as the reader of the Parquet gave them. */
export interface SampleRow {
  readonly key: string
  readonly caption: string
  readonly width: number
  readonly height: number
  readonly tarOffset: bigint
  readonly tarSize: bigint
  /** What the .json member must hold. */
  readonly json: Readonly<Record<string, unknown>>
}

/** What is wrong with a tar as the webdataset of these rows, one line each. */
export async function tarProblems(path: string, rows: readonly SampleRow[]): Promise<readonly string[]> {
  const [members, whole] = [await readTar(path), await readFile(path)]
  const problems = members.flatMap(({ header }) => headerProblems(header))
  const expected = rows.flatMap(({ key }) => [`${key}.jpg`, `${key}.txt`, `${key}.json`])
  const names = members.map(({ header }) => header.name)
  if (names.join() !== expected.join()) return [...problems, `members: ${names.slice(0, 9).join()}…`]
  for (const [index, row] of rows.entries()) {
    const [jpg, txt, json] = members.slice(3 * index).map(({ bytes }) => bytes)
    if (jpg === undefined || txt === undefined || json === undefined) return [...problems, 'members missing']
    const say = (problem: string): number => problems.push(`${row.key}: ${problem}`)
    const at = Number(row.tarOffset)
    if (!whole.subarray(at, at + Number(row.tarSize)).equals(jpg)) say('tar_offset, tar_size: other bytes')
    if (!txt.equals(Buffer.from(row.caption))) say(`caption: ${txt.toString()}`)
    if (exactJson(json) !== JSON.stringify(row.json, digits)) say(`json: ${json.toString()}`)
    const { format, width, height, orientation, icc } = await sharp(jpg).metadata()
    if (format !== 'jpeg' || width !== row.width || height !== row.height) {
      say(`picture: ${format} ${width} × ${height}, row says ${row.width} × ${row.height}`)
    }
    if (orientation !== undefined || icc !== undefined) say('picture: metadata left')
  }
  return problems
}

function headerProblems({ name, type, mtime, uid, gid, mode }: Header): string[] {
  const problems: string[] = []
  if (!/^[\x21-\x7e]+$/.test(name)) problems.push(`${name}: not printable ASCII`)
  if (type !== 'file' || mode !== 0o644) problems.push(`${name}: ${type} ${mode?.toString(8)}`)
  if (mtime?.getTime() !== 0 || uid !== 0 || gid !== 0) problems.push(`${name}: time or owner`)
  return problems
}

/**
 * The text of a .json member without its layout and with every number as a string: JSON.parse of this Node rounds
 * 64-bit integers. A line is one field, for JSON escapes line ends.
 */
function exactJson(json: Buffer): string {
  const quoted = json.toString().replaceAll(/^( {4}"[^"]+": )(-?[\d.e+-]+)(,?)$/gm, '$1"$2"$3')
  return JSON.stringify(JSON.parse(quoted))
}

function digits(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' || typeof value === 'number' ? String(value) : value
}
