import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readNpy } from './read-npy.js'
import { openNpy } from './write-npy.js'

const root = mkdtempSync(join(tmpdir(), 'npy-'))
let count = 0
afterAll(() => rmSync(root, { recursive: true }))

const path = () => join(root, `${count++}.npy`)

async function write(columns: number, ...batches: readonly (readonly number[])[][]): Promise<string> {
  const file = path()
  const npy = await openNpy(file, columns)
  for (const rows of batches) await npy.add(rows.map((row) => Float32Array.from(row)))
  expect(await npy.close()).toBe(batches.flat().length)
  return file
}

test('the bytes are those of numpy.save', async () => {
  const file = await write(3, [[1, 2, 3]], [[0.5, -0.25, 1 / 3]])
  const text = `{'descr': '<f2', 'fortran_order': False, 'shape': (2, 3), }`
  const header = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${text.padEnd(117)}\n`, 'latin1')
  const data = Buffer.from('003c00400042003800b45535', 'hex')
  expect(readFileSync(file).toString('hex')).toBe(Buffer.concat([header, data]).toString('hex'))
})

test('ranges come back', async () => {
  const rows = Array.from({ length: 1000 }, (_, i) => [i, -i])
  const file = await write(2, rows.slice(0, 1), [], rows.slice(1))
  expect(await readNpy(file)).toMatchObject({ type: '<f2', rows: 1000, columns: 2 })
  expect([...(await readNpy(file, 998)).data]).toEqual([998, -998, 999, -999])
  expect([...(await readNpy(file, 3, 4)).data]).toEqual([3, -3])
  expect((await readNpy(file, 7, 7)).data.length).toBe(0)
  await expect(readNpy(file, 0, 1001)).rejects.toThrow('within 0 to 1000')
})

test('no rows at all', async () => {
  expect(await readNpy(await write(5))).toMatchObject({ rows: 0, columns: 5, data: new Float32Array(0) })
})

test('float32 of numpy is read, too', async () => {
  const file = path()
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }`
  const header = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${text.padEnd(117)}\n`, 'latin1')
  writeFileSync(file, Buffer.concat([header, Buffer.from(Float32Array.of(0.1, 7).buffer)]))
  expect((await readNpy(file)).data).toEqual(Float32Array.of(0.1, 7))
})

test('a row of another length is refused', async () => {
  const npy = await openNpy(path(), 3)
  await expect(npy.add([new Float32Array(2)])).rejects.toThrow('rows of 3 numbers, got 2')
  await npy.abort()
})

describe('no such file', () => {
  test('given up before the end', async () => {
    const file = path()
    const npy = await openNpy(file, 1)
    await npy.add([Float32Array.of(1)])
    await npy.abort()
    await expect(readNpy(file)).rejects.toThrow('.npy file of version 1.0')
  })

  test('cut', async () => {
    const file = await write(2, [[1, 2]])
    truncateSync(file, 131)
    await expect(readNpy(file)).rejects.toThrow('Expected 132 bytes')
    truncateSync(file, 50)
    await expect(readNpy(file)).rejects.toThrow('in C order')
  })

  test('another type', async () => {
    const file = await write(2, [[1, 2]])
    writeFileSync(file, readFileSync(file, 'latin1').replace('<f2', '<i2'), 'latin1')
    await expect(readNpy(file)).rejects.toThrow(`'descr': '<i2'`)
  })
})
