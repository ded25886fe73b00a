import { normalQuantile } from './normal.js'

/**
 * Two-sided p of a t statistic, `P(|T| >= |t|) = I_x(ν/2, ½)`, x = ν/(ν+t²), with a relative error about 1e-13.
 *
 * Regularised incomplete beta function by its continued fraction, NIST DLMF 8.17.22, evaluated as W. J. Lentz and I. J.
 * Thompson do (Numerical Recipes, betacf).
 *
 * @param degrees ν > 0, need not be an integer; at most about 1e9.
 * @throws RangeError for ν <= 0 or t not a number.
 */
export function studentTwoSidedP(t: number, degrees: number): number {
  if (!(degrees > 0 && degrees < Infinity)) throw new RangeError(`Expected > 0 for degrees, got ${degrees}`)
  if (Number.isNaN(t)) throw new RangeError('Expected a number for t, got NaN')
  if (t === 0) return 1
  if (Math.abs(t) === Infinity) return 0
  const a = degrees / 2
  const square = t * t
  const x = degrees / (degrees + square)
  // x^a·(1-x)^½ / B(a, ½)
  const front =
    Math.exp(-a * Math.log1p(square / degrees)) *
    Math.sqrt(square / (degrees + square)) *
    (gammaRatio(a) / Math.sqrt(Math.PI))
  // The fraction converges fast on one side of (a+1)/(a+b+2) only.
  if (x < (a + 1) / (a + 2.5)) return Math.min(1, (front * betaFraction(x, a, 0.5)) / a)
  return Math.max(0, 1 - 2 * front * betaFraction(1 - x, 0.5, a))
}

/**
 * The t > 0 with `P(|T| >= t) = p`: 12.7 for one degree of freedom at p = .05, 1.96 for very many.
 *
 * Newton's method from the normal quantile, which lies below; P is convex in t > 0, so each step comes closer from there.
 *
 * @param p two-sided, 0 < p < 1.
 * @param degrees as for `studentTwoSidedP`.
 */
export function studentTwoSidedQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`Expected between 0 and 1 for p, got ${p}`)
  let t = -normalQuantile(p / 2)
  for (let step = 0; step < 200; step++) {
    const move = (studentTwoSidedP(t, degrees) - p) / (2 * density(t, degrees))
    t += move
    if (Math.abs(move) <= 1e-14 * t) break
  }
  return t
}

function density(t: number, degrees: number): number {
  const scale = gammaRatio(degrees / 2) / Math.sqrt(degrees * Math.PI)
  return scale * Math.exp((-(degrees + 1) / 2) * Math.log1p((t * t) / degrees))
}

/** Γ(a+½)/Γ(a): asymptotic series in 1/a (NIST DLMF 5.11.13), brought there by the recurrence of Γ. */
function gammaRatio(a: number): number {
  let [shifted, factor] = [a, 1]
  while (shifted < 50) {
    factor *= shifted / (shifted + 0.5)
    shifted += 1
  }
  const u = 1 / shifted
  const series =
    1 +
    u *
      (-1 / 8 +
        u * (1 / 128 + u * (5 / 1024 + u * (-21 / 32768 + u * (-399 / 262144 + (u * 869) / 4194304)))))
  return factor * Math.sqrt(shifted) * series
}

/** The continued fraction of I_x(a, b) without its front factor. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1))
  let value = d
  const terms = 200 + 10 * Math.ceil(Math.sqrt(Math.max(a, b)))
  for (let m = 1; m <= terms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / (1 + even * d)
    c = 1 + even / c
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / (1 + odd * d)
    c = 1 + odd / c
    const change = d * c
    value *= change
    if (Math.abs(change - 1) < 1e-16) break
  }
  return value
}
