import { createHash } from 'node:crypto'
import { answerColumns, type Downloaded, locatedColumns, type Sample } from '@warc2dataset/schemas'
import sharp from 'sharp'
import { afterEach, describe, expect, test } from 'vitest'
import { fillRow } from '../parquet/test-rows.js'
import { defaultPictureLimits } from '../picture/picture-limits.js'
import { gradient } from '../picture/test-pictures.js'
import type { OpenStage, StageEnv } from '../stage.js'
import { type DecodeOptions, decodePicture } from './decode-picture.js'

const live = new AbortController().signal
const opened: OpenStage<Downloaded, Sample>[] = []
const counted: number[] = []

afterEach(async () => {
  counted.length = 0
  await Promise.all(opened.splice(0).map((stage) => stage.close()))
})

/** Nothing here asks the web or for a lease. */
const env: StageEnv = {
  count: (_work, n) => void counted.push(n),
  log: () => {},
  lease: () => Promise.reject(new Error('Expected no lease')),
  traffic: {
    visit: () => Promise.reject(new Error('Expected no visit')),
    leavePlace: () => {},
    slowTo: () => {},
    recall: () => Promise.reject(new Error('Expected no recall')),
  },
}

async function decode(bodies: readonly Buffer[], more: Partial<DecodeOptions> = {}) {
  const options = {
    limits: defaultPictureLimits,
    children: 1,
    refuseDataMining: true,
    keepOriginal: false,
    ...more,
  }
  const stage = await decodePicture(options).open(env)
  opened.push(stage)
  const rows = bodies.map((body, at) => ({
    ...fillRow({ ...locatedColumns, ...answerColumns }, { candidate_id: BigInt(at) }),
    body,
    content_type: 'image/x-lies',
  }))
  return stage.process(rows, live)
}

const packet = (value: string) =>
  `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:DataMining="http://ns.useplus.org/ldf/vocab/${value}"/></rdf:RDF>`
const reserved = () => gradient(60, 40).withXmp(packet('DMI-PROHIBITED')).jpeg().toBuffer()

test('a sample carries what was measured of its bytes and of its pixels', async () => {
  // Red: luma 76 in Pillow.
  const red = { width: 50, height: 40, channels: 3, background: '#ff0000' } as const
  const body = await sharp({ create: red }).png().toBuffer()
  const [outcome] = await decode([body])
  expect(outcome).toMatchObject({
    kind: 'kept',
    value: {
      candidate_id: 0n,
      width: 50,
      height: 40,
      original_width: 50,
      original_height: 40,
      sha256: createHash('sha256').update(body).digest('hex'),
      md5: createHash('md5').update(body).digest('hex'),
      dhash: '0000000000000000',
      brightness: 76,
      contrast: 0,
      xmp_data_mining: null,
      format: 'png',
      content_type: 'image/x-lies',
      original_bytes: body.length,
      reencoded: true,
      exif_orientation: 1,
    },
  })
  expect(Object.keys(outcome?.kind === 'kept' ? outcome.value : {})).not.toContain('body')
  expect(counted).toEqual([1])
})

describe('XMP that prohibits data mining', () => {
  test('is a drop that says what it said', async () => {
    const outcomes = await decode([await reserved(), await gradient(9, 9).png().toBuffer()])
    expect(outcomes).toMatchObject([
      {
        kind: 'dropped',
        reason: 'xmp_data_mining',
        verdict: { filter: 'opt_out.xmp', score: null, value: 'DMI-PROHIBITED', pass: false },
      },
      { kind: 'kept' },
    ])
  })

  test('is only recorded if nobody asks to heed it', async () => {
    const [outcome] = await decode([await reserved()], { refuseDataMining: false, keepOriginal: false })
    expect(outcome).toMatchObject({ kind: 'kept', value: { xmp_data_mining: 'DMI-PROHIBITED' } })
  })

  test('XMP that allows it is recorded and kept', async () => {
    const [outcome] = await decode([await gradient(9, 9).withXmp(packet('DMI-ALLOWED')).jpeg().toBuffer()])
    expect(outcome).toMatchObject({ kind: 'kept', value: { xmp_data_mining: 'DMI-ALLOWED' } })
  })
})

test('refusals by the size are drops, broken pictures are failures', async () => {
  const outcomes = await decode(
    [
      await gradient(70_000, 10).png().toBuffer(),
      await gradient(2000, 600).png().toBuffer(),
      (await gradient(50, 50).png().toBuffer()).subarray(0, 60),
      Buffer.from('II*\0'),
    ],
    { limits: { ...defaultPictureLimits, maxInputPixels: 1_000_000 } },
  )
  expect(outcomes).toMatchObject([
    { kind: 'dropped', reason: 'too_long', verdict: { filter: 'fetch.too_long', pass: false } },
    { kind: 'dropped', reason: 'too_many_pixels', verdict: { filter: 'fetch.too_many_pixels' } },
    { kind: 'failed', code: 'decode_error', retryable: false },
    { kind: 'dropped', reason: 'format_not_allowed' },
  ])
})
