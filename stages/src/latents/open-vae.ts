import { compiledScript } from '../clip/compiled-script.js'
import type { Provider } from '../clip/model/open-tower.js'
import { startWorker } from '../clip/session/start-worker.js'
import type { Latent } from './latent.js'
import { type Vae, vaeError } from './load-vae.js'
import type { VaeAnswer, VaeRequest, VaeWorkerOptions } from './vae-messages.js'

export interface VaeOptions {
  readonly vae: Vae
  /** The one and only: see `probeVae`. */
  readonly provider: Provider
  /** Most pictures that the VAE computes at once; 1 or more. */
  readonly batchSize: number
  /** Threads of one operator on the CPU; 1 or more. */
  readonly threads: number
  /** Opens the decoder as well; the manifest must have one. */
  readonly decoder?: boolean
}

/**
 * Sizes may change from call to call. Rejects with a `RangeError` for a size that the VAE does not take or pixels of
 * another length, before anything is computed; with an `Error` if the device or the worker fails, and then nothing is
 * known about any input. Calls wait for one another; at most two batches of a call are on their way.
 */
export interface OpenVae {
  /** Latents of pictures of one size (rows of RGB, `width * height * 3` bytes), in order; null where one is not finite. */
  readonly encode: (
    pixels: readonly Uint8Array[],
    width: number,
    height: number,
  ) => Promise<readonly (Latent | null)[]>
  /** Pictures (rows of RGB) of latents of one size, in order; null where one is not finite. Needs `decoder: true`. */
  readonly decode: (latents: readonly Latent[]) => Promise<readonly (Uint8Array | null)[]>
  /** Rejects what is pending and waits until the worker is gone. May be called again. */
  readonly close: () => Promise<void>
  /** What ran, for the record. */
  readonly environment: Readonly<Record<'provider' | 'runtime', string>>
  /** Time that the device computed since it was opened, ms. */
  readonly computeMs: () => number
  /** True once a run failed or the worker died: open another, in another process if the device is a GPU. */
  readonly isSpent: () => boolean
}

/**
 * Opens a VAE in one worker thread, since a run blocks the event loop of its thread. Rejects with
 * `RunError('model', …)` if it does not open. An open VAE keeps the event loop alive until `close`. `script` plays the
 * worker in tests.
 */
export async function openVae(
  options: VaeOptions,
  script: string = compiledScript('../latents/vae-worker'),
): Promise<OpenVae> {
  const { vae, provider, batchSize, threads, decoder = false } = options
  for (const [name, value] of Object.entries({ batchSize, threads })) {
    if (Number.isInteger(value) && value >= 1) continue
    throw new RangeError(`Expected an integer of at least 1 for ${name}, got ${value}`)
  }
  const workerData: VaeWorkerOptions = { vae, provider, threads, decoder }
  const worker = await startWorker<VaeRequest, VaeAnswer>({
    script,
    workerData,
    parts: decoder ? 'encoder and decoder' : 'the encoder',
    noun: 'VAE',
    toError: (problem) => vaeError(vae, [`provider ${provider}: ${problem}`]),
  })
  const { channels, factor } = vae.manifest

  const inBatches = async <In, Out>(
    inputs: readonly In[],
    pack: (some: readonly In[]) => VaeRequest,
    unpack: (answer: VaeAnswer) => readonly (Out | null)[],
  ): Promise<readonly (Out | null)[]> => {
    const outputs: (Out | null)[] = []
    let sent: Promise<VaeAnswer> | undefined
    for (let at = 0; at < inputs.length; at += batchSize) {
      const next = worker.run(pack(inputs.slice(at, at + batchSize)))
      // If the batch before fails, nobody waits for this one.
      next.catch(() => {})
      if (sent !== undefined) outputs.push(...unpack(await sent))
      sent = next
    }
    return sent === undefined ? outputs : [...outputs, ...unpack(await sent)]
  }

  const encode: OpenVae['encode'] = async (pixels, width, height) => {
    checkSize(vae, width, height)
    checkLengths(pixels, width * height * 3, 'bytes for a picture')
    const size = { channels, height: height / factor, width: width / factor }
    return inBatches(
      pixels,
      (some) => ({ kind: 'encode', rows: some.length, width, height, data: joined(Uint8Array, some) }),
      (answer) => split(answer).map((data) => (data instanceof Float32Array ? { data, ...size } : null)),
    )
  }

  const decode: OpenVae['decode'] = async (latents) => {
    const [first] = latents
    if (first === undefined) return []
    if (!decoder) throw new RangeError(`Expected a VAE opened with its decoder, got one without`)
    const [width, height] = [first.width * factor, first.height * factor]
    checkSize(vae, width, height)
    for (const each of latents) {
      const got = [each.channels, each.height, each.width].join(', ')
      const expected = [channels, first.height, first.width].join(', ')
      if (got !== expected) throw new RangeError(`Expected [${expected}] for a latent, got [${got}]`)
    }
    const rows = latents.map(({ data }) => data)
    checkLengths(rows, channels * first.height * first.width, 'numbers for a latent')
    return inBatches(
      rows,
      (some) => ({ kind: 'decode', rows: some.length, width, height, data: joined(Float32Array, some) }),
      (answer) => split(answer).map((data) => (data instanceof Uint8Array ? data : null)),
    )
  }

  const { runtime, close, computeMs, isSpent } = worker
  return { encode, decode, close, computeMs, isSpent, environment: { provider, runtime } }
}

function checkSize({ manifest }: Vae, width: number, height: number): void {
  const step = manifest.multiple_of
  if ([width, height].every((side) => Number.isInteger(side) && side > 0 && side % step === 0)) return
  throw new RangeError(
    `Expected sides that are multiples of ${step} for ${manifest.id}, got ${width}x${height}`,
  )
}

function checkLengths(rows: readonly { readonly length: number }[], length: number, what: string): void {
  const other = rows.find((row) => row.length !== length)
  if (other !== undefined) throw new RangeError(`Expected ${length} ${what}, got ${other.length}`)
}

function joined<T extends Uint8Array | Float32Array>(Kind: new (length: number) => T, rows: readonly T[]): T {
  const all = new Kind(rows.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const row of rows) {
    all.set(row, at)
    at += row.length
  }
  return all
}

/** Rows of an answer, null for those that are not valid. They share the memory of the batch. */
function split({ data, valid }: VaeAnswer): readonly (Float32Array | Uint8Array | null)[] {
  const width = data.length / valid.length
  return Array.from(valid, (ok, row) => (ok === 1 ? data.subarray(row * width, (row + 1) * width) : null))
}
