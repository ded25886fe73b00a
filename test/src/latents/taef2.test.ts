import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkVae } from '@warc2dataset/stages/latents/check-vae'
import { latentNpz } from '@warc2dataset/stages/latents/latent-npz'
import { loadVae } from '@warc2dataset/stages/latents/load-vae'
import { openVae } from '@warc2dataset/stages/latents/open-vae'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tempFolder } from '../bad-input/temp-folder.js'
import { SHARED } from '../place.js'
import { measureBatch, measureVae } from './measure-vae.js'
import { cutCentre } from './real-photographs.js'
import { hasTaef2, writeTaef2 } from './taef2.js'

/** Small, so that this is quick; vae-main takes all that are there. */
const NAMES = ['416_264.jpg', '321_421.jpg']
const why = hasTaef2 ? '' : ' — SKIPPED: ../shared/data/vae lacks taef2_encoder.onnx or taef2_decoder.onnx'

describe.skipIf(!hasTaef2)(`a real VAE and two photographs${why}`, () => {
  const at = tempFolder()
  let vae: Awaited<ReturnType<typeof loadVae>>
  let open: Awaited<ReturnType<typeof openVae>>
  beforeAll(async () => {
    vae = await loadVae(writeTaef2(at('taef2')))
    open = await openVae({ vae, provider: 'cpu', batchSize: 4, threads: 2, decoder: true })
  })
  afterAll(() => open.close())

  it('is what its manifest says', () => checkVae(vae))

  it.each(NAMES)('%s: above 20 dB, of the shape of its size, the same in a batch', async (name) => {
    const photograph = await cutCentre(name, await readFile(join(SHARED, 'clip', name)))
    const measured = await measureVae(open, photograph)
    expect(measured.psnr).toBeGreaterThan(20)
    const { channels, width, height } = measured.latent
    expect([channels, width, height]).toEqual([32, photograph.width / 8, photograph.height / 8])
    const { difference, largest } = await measureBatch(open, measured)
    expect(difference / largest).toBeLessThan(1e-5)
    const origin = { originalWidth: 416, originalHeight: 264, cropLtrb: [0, 0, 384, 256] } as const
    expect(() => latentNpz(measured.latent, origin, vae.manifest)).toThrow('got flux2')
  })
})
