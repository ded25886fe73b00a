import { loadModel } from '@warc2dataset/stages/clip/model/load-model'
import { writeModel } from '@warc2dataset/stages/clip/model/test-model'
import { bytes, int, message } from '@warc2dataset/stages/clip/model/test-onnx'
import { describe, expect, it } from 'vitest'
import { tempFolder } from '../bad-input/temp-folder.js'
import { precisionOf } from './weights-precision.js'

/** ModelProto with one initializer: onnx.proto's graph = 7, initializer = 5, dims = 1, data_type = 2. */
function withWeights(type: number, dims: readonly Buffer[]): Buffer {
  return message(7, bytes(2, 'graph'), message(5, ...dims, int(2, type)))
}

describe('the precision of weights', () => {
  const at = tempFolder()
  const dims = [int(1, 300), int(1, 200)]
  const precision = async (name: string, image?: Buffer) =>
    precisionOf(await loadModel(writeModel(at(name), image === undefined ? {} : { image })))

  it('is float32 for a model as our tests write it', async () => {
    expect(await precision('whole')).toBe('fp32')
  })

  it('is half where one tower is half, whether its dimensions are packed or not', async () => {
    expect(await precision('half', withWeights(10, dims))).toBe('fp16')
    expect(await precision('brain', withWeights(16, dims))).toBe('fp16')
    // 300 and 200 as varints.
    const packed = bytes(1, Buffer.from([0xac, 0x02, 0xc8, 0x01]))
    expect(await precision('packed', withWeights(10, [packed]))).toBe('fp16')
  })

  it('is not stated for quantized weights', async () => {
    await expect(precision('quantized', withWeights(3, dims))).rejects.toThrow('got quantized ones')
  })
})
