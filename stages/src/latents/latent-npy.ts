import { toHalf } from '../npy/half.js'
import { encodeArrayHeader } from '../npy/npy-header.js'
import type { Latent } from './latent.js'

/** A .npy file of float16 [channels, height, width]. The same latent gives the same bytes. */
export function latentNpy({ data, channels, height, width }: Latent): Buffer {
  if (data.length !== channels * height * width) {
    throw new RangeError(`Expected ${channels * height * width} numbers for a latent, got ${data.length}`)
  }
  const halves = Buffer.alloc(data.length * 2)
  for (let at = 0; at < data.length; at++) halves.writeUInt16LE(toHalf(data[at] as number), at * 2)
  return Buffer.concat([encodeArrayHeader('<f2', [channels, height, width]), halves])
}
