type Coefficients = readonly number[]

/**
 * Standard normal distribution function P(Z <= x), with a relative error under 1e-15 in the lower tail, for x down to -37.
 *
 * Rational approximations of W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23
 * (1969), in the form of his ANORM (ACM TOMS 19, 1993, algorithm 715). NaN gives NaN.
 */
export function normalCdf(x: number): number {
  const y = Math.abs(x)
  if (y <= 0.67448975) return 0.5 + x * ratio(CENTRE, x * x)
  return x > 0 ? 1 - tail(y) : tail(y)
}

/** Two-sided p of a z statistic, `2·P(Z <= -|z|)`, in [0, 1]; does not cancel for large |z|. NaN gives NaN. */
export function twoSidedP(z: number): number {
  return Math.min(1, 2 * normalCdf(-Math.abs(z)))
}

/**
 * Standard normal quantile: the x with P(Z <= x) = p, to about 1e-16 relative.
 *
 * PPND16 of M. J. Wichura, algorithm AS 241, Applied Statistics 37 (1988).
 *
 * @param p 0..1; 0 gives -Infinity, 1 gives Infinity.
 * @throws RangeError outside 0..1.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`Expected 0..1 for p, got ${p}`)
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) return q * ratio(MIDDLE, 0.180625 - q * q)
  const least = Math.min(p, 1 - p)
  if (least === 0) return q < 0 ? -Infinity : Infinity
  const r = Math.sqrt(-Math.log(least))
  const x = r <= 5 ? ratio(NEAR, r - 1.6) : ratio(FAR, r - 5)
  return q < 0 ? -x : x
}

/** P(Z > y) for y > 0.67. */
function tail(y: number): number {
  const inverse = 1 / (y * y)
  const scaled = y <= Math.sqrt(32) ? ratio(SHOULDER, y) : (INV_SQRT_2PI - inverse * ratio(TAIL, inverse)) / y
  // exp(-y²/2) in two factors, the first without rounding of y²: Cody's way to keep the relative error small.
  const coarse = Math.trunc(y * 16) / 16
  return Math.exp(-coarse * coarse * 0.5) * Math.exp(-(y - coarse) * (y + coarse) * 0.5) * scaled
}

/** Quotient of two polynomials, coefficients from the constant term on. */
function ratio([above, below]: readonly [Coefficients, Coefficients], x: number): number {
  return polynomial(above, x) / polynomial(below, x)
}

function polynomial(coefficients: Coefficients, x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)
}

const INV_SQRT_2PI = 0.3989422804014327

const CENTRE: readonly [Coefficients, Coefficients] = [
  [18154.98125334356, 1067.6894854603709, 161.02823106855587, 2.235252035460684, 0.06568233791820745],
  [45507.78933502673, 10260.932208618979, 976.0985517377767, 47.202581904688245, 1],
]
const SHOULDER: readonly [Coefficients, Coefficients] = [
  [
    9842.714838383978, 11602.65143764735, 6848.190450536283, 2494.5375852903726, 597.2702763948002,
    93.50665613217785, 8.883149794388377, 0.39894151208813466, 1.0765576773720192e-8,
  ],
  [
    19685.429676859992, 38912.00328609327, 34900.952721145979, 18615.571640885097, 6485.558298266761,
    1519.3775994075547, 235.387901782625, 22.266688044328117, 1,
  ],
]
const TAIL: readonly [Coefficients, Coefficients] = [
  [
    2.9112874951168793e-5, 0.0014216191932278934, 0.022235277870649807, 0.12740116116024736,
    0.215898534057957, 0.023073441764940174,
  ],
  [
    7.297515550839662e-5, 0.0037823963320275824, 0.06598813786892856, 0.4682382124808651, 1.2842600961449111,
    1,
  ],
]
const MIDDLE: readonly [Coefficients, Coefficients] = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
]
const NEAR: readonly [Coefficients, Coefficients] = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 7.745450142783414e-4,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    5.475938084995345e-4, 1.0507500716444169e-9,
  ],
]
const FAR: readonly [Coefficients, Coefficients] = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 7.868691311456133e-4,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
]
