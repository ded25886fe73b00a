export type Resample = 'bicubic' | 'bilinear'

/** For each output sample `from … from + count - 1` of one axis: which inputs it is made of, and how. */
export interface AxisWeights {
  /** First input of each output. */
  readonly starts: Int32Array
  /** Inputs of each output. */
  readonly lengths: Int32Array
  /** Fixed point, `1 << fractionBits` is 1; output i has its weights from `i * stride` on. */
  readonly weights: Int32Array
  readonly stride: number
}

/** 32 bits less 8 of a sample and 2 for overshoot: `PRECISION_BITS` of Pillow. */
export const fractionBits = 22

interface Kernel {
  readonly support: number
  readonly at: (x: number) => number
}

const kernels: Readonly<Record<Resample, Kernel>> = {
  bilinear: { support: 1, at: (x) => (Math.abs(x) < 1 ? 1 - Math.abs(x) : 0) },
  bicubic: { support: 2, at: (x) => cubic(Math.abs(x)) },
}

/** Keys' cubic with a = -0.5, in the order of operations of Pillow: the last bit of a weight depends on it. */
function cubic(x: number): number {
  const a = -0.5
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a
  return 0
}

/**
 * Weights that scale `inSize` samples to `outSize`, for the outputs `from` to `from + count - 1` only. The kernel
 * widens when it shrinks (antialias). Algorithm: `precompute_coeffs` and `normalize_coeffs_8bpc` of Pillow's
 * Resample.c.
 */
export function axisWeights(
  inSize: number,
  outSize: number,
  from: number,
  count: number,
  resample: Resample,
): AxisWeights {
  const kernel = kernels[resample]
  const scale = inSize / outSize
  const filterScale = Math.max(scale, 1)
  const support = kernel.support * filterScale
  const stride = Math.ceil(support) * 2 + 1
  const starts = new Int32Array(count)
  const lengths = new Int32Array(count)
  const weights = new Int32Array(count * stride)
  const exact = new Float64Array(stride)
  for (let i = 0; i < count; i++) {
    const center = (from + i + 0.5) * scale
    const start = Math.max(0, Math.trunc(center - support + 0.5))
    const length = Math.min(inSize, Math.trunc(center + support + 0.5)) - start
    let sum = 0
    for (let k = 0; k < length; k++) {
      const weight = kernel.at((k + start - center + 0.5) * (1 / filterScale))
      exact[k] = weight
      sum += weight
    }
    for (let k = 0; k < length; k++) {
      const weight = (exact[k] ?? 0) / (sum === 0 ? 1 : sum)
      weights[i * stride + k] = Math.trunc(weight * 2 ** fractionBits + (weight < 0 ? -0.5 : 0.5))
    }
    starts[i] = start
    lengths[i] = length
  }
  return { starts, lengths, weights, stride }
}
