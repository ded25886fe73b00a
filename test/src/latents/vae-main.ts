import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkVae } from '@warc2dataset/stages/latents/check-vae'
import { loadVae } from '@warc2dataset/stages/latents/load-vae'
import { openVae } from '@warc2dataset/stages/latents/open-vae'
import { SHARED } from '../place.js'
import { measureBatch, measureVae } from './measure-vae.js'
import { realPhotographs } from './real-photographs.js'
import { hasTaef2, writeTaef2 } from './taef2.js'
import { writePeerMaterial } from './write-peer-material.js'

/** The largest difference that a batch may make, as a share of the largest number of the latent. */
const epsilon = 1e-5
/** What the mean of all must be above, dB. */
const leastMean = 25

/**
 * `node test/dist/latents/vae-main.js [FOLDER]`: encodes and decodes all real photographs at hand with a real tiny VAE on
 * the CPU and prints a table of PSNR and of the difference between alone and in a batch of four. With FOLDER it leaves there what test/python/latents_peer.py reads. Exit 1 if the mean PSNR
 * is not above 25 dB, there are fewer than ten photographs, or a batch makes more than ε.
 */
const [, , material] = process.argv
if (!hasTaef2)
  throw new Error(`Expected taef2_encoder.onnx and taef2_decoder.onnx in ${join(SHARED, 'vae')}, got none`)
const folder = mkdtempSync(join(tmpdir(), 'taef2-'))
try {
  const vae = await loadVae(writeTaef2(folder))
  await checkVae(vae)
  const photographs = await realPhotographs(SHARED)
  const open = await openVae({ vae, provider: 'cpu', batchSize: 4, threads: 2, decoder: true })
  const measured = []
  process.stdout.write(
    '| photograph | size | latent | PSNR, dB | alone / batch of 4 |\n|---|---|---|---|---|\n',
  )
  for (const photograph of photographs) {
    const one = await measureVae(open, photograph)
    const { difference, largest } = await measureBatch(open, one)
    const { channels, width, height } = one.latent
    const share = difference / largest
    const cells = [
      photograph.name,
      `${photograph.width}x${photograph.height}`,
      `${channels}x${height}x${width}`,
      one.psnr.toFixed(2),
      share.toExponential(1),
    ]
    process.stdout.write(`| ${cells.join(' | ')} |\n`)
    measured.push({ ...one, share })
  }
  await open.close()
  const mean = measured.reduce((sum, one) => sum + one.psnr, 0) / measured.length
  const worst = Math.max(...measured.map(({ share }) => share))
  process.stdout.write(
    `${measured.length} photographs, mean PSNR ${mean.toFixed(2)} dB, batch within ${worst.toExponential(1)}; ${open.environment.runtime}, ${Math.round(open.computeMs())} ms of computing\n`,
  )
  if (material !== undefined) await writePeerMaterial(material, vae.manifest, measured)
  // NaN must not pass.
  if (!(measured.length >= 10 && mean > leastMean && worst <= epsilon)) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}
