import { expect, test } from 'vitest'
import { centreKinds, meanOf } from './centre-kinds.js'
import { covariance } from './covariance.js'
import { principalAxes } from './principal-axes.js'
import { projectRows } from './project-rows.js'
import { numberedRows, rowTable } from './test-rows.js'

const { signal } = new AbortController()
const PICKED = Uint32Array.from({ length: 60 }, (_, row) => row)

test('Each kind loses its own mean (NumPy)', async () => {
  const table = {
    ...rowTable([
      [1, 2, 0],
      [3, 4, 2],
      [0, 1, 5],
      [4, -1, 1],
      [2, 3, 0],
    ]),
    kinds: Uint8Array.of(0, 0, 1, 1, 1),
  }
  const centred = await centreKinds(table, signal)
  expect([...meanOf(centred, 1)]).toEqual([2, 3, 1])
  expect([...meanOf(centred, 2)]).toEqual([2, 1, 2])
  const products = await covariance(centred, Uint32Array.of(0, 1, 2, 3, 4), signal)
  const expected = [2, -0.4, -1.2, -0.4, 2, 0, -1.2, 0, 3.2]
  expected.forEach((value, at) => {
    expect(products[at]).toBeCloseTo(value, 12)
  })
})

test('A value that is no number is refused, with its row', async () => {
  const table = {
    ...rowTable([
      [1, 2],
      [3, Number.NaN],
    ]),
    kinds: Uint8Array.of(0, 1),
  }
  await expect(centreKinds(table, signal)).rejects.toThrow(
    'Expected finite numbers for vectors, got NaN in row 1',
  )
})

test('Covariance, axes, their signs and spreads are those of numpy.linalg.eigh', async () => {
  const centred = await centreKinds({ ...numberedRows(60, 5), kinds: new Uint8Array(60) }, signal)
  const products = await covariance(centred, PICKED, signal)
  const row = [
    0.073718789278098, -0.007654411220584, -0.000388147216645, -0.002188613849333, -0.005660704119209,
  ]
  row.forEach((value, at) => {
    expect(products[at]).toBeCloseTo(value, 8)
    expect(products[at * 5]).toBe(products[at])
  })
  const { axes, variances } = await principalAxes(products, 5, { count: 3, seed: 1, signal })
  const spreads = [0.1185197768948252, 0.10268487360679467, 0.08545274619230635]
  spreads.forEach((value, at) => {
    expect(variances[at]).toBeCloseTo(value, 8)
  })
  const expected = [
    [
      -0.029764292565666005, 0.6109704867992188, -0.5145350516556121, -0.47093975368187546,
      -0.3732272500343487,
    ],
    [-0.2253853251901568, 0.4083501897166053, 0.32251895539717623, -0.3853052624808256, 0.7279924147004805],
    [0.07216551085014464, 0.27077705711637856, 0.7927938432592337, -0.09752665956061005, -0.5323893285447542],
  ]
  expected.flat().forEach((value, at) => {
    expect(axes[at]).toBeCloseTo(value, 6)
  })
  const { values, width } = await projectRows(centred, { axes, variances }, signal)
  const first = PICKED.reduce((sum, at) => sum + (values[at * width] ?? 0) ** 2, 0) / 60
  expect(first).toBeCloseTo(spreads[0] ?? 0, 6)
})

test('The subspace of 40 of 200 dimensions holds what the exact one holds, to 0.1 %', async () => {
  // Diagonal, so the exact spreads are known; rotated by nothing, since the start is random.
  const spreads = Array.from({ length: 200 }, (_, at) => 1 / (1 + at / 10))
  const products = new Float64Array(200 * 200)
  spreads.forEach((spread, at) => {
    products[at * 201] = spread
  })
  const { variances } = await principalAxes(products, 200, { count: 40, seed: 1, signal })
  const held = variances.reduce((sum, value) => sum + value, 0)
  const exact = spreads.slice(0, 40).reduce((sum, value) => sum + value, 0)
  expect(held / exact).toBeGreaterThan(0.999)
  expect(held / exact).toBeLessThan(1 + 1e-9)
})

test('Rows without any spread have axes and no spread along them', async () => {
  const { axes, variances } = await principalAxes(new Float64Array(36), 6, { count: 6, seed: 1, signal })
  expect([...variances]).toEqual([0, 0, 0, 0, 0, 0])
  expect([...axes].every(Number.isFinite)).toBe(true)
})
