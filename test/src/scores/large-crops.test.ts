import sharp from 'sharp'
import { expect, it } from 'vitest'
import { largeCrops } from './large-crops.js'

async function picture(width: number, height: number) {
  const create = { width, height, channels: 3, background: '#7a3' } as const
  return { jpeg: await sharp({ create }).jpeg().toBuffer(), text: `${width}x${height}` }
}

it('makes as many pairs of the pictures that are large enough', async () => {
  const pairs = [await picture(50, 90), await picture(20, 90), await picture(41, 40), await picture(90, 60)]
  const crops = await largeCrops([...pairs, ...pairs], 40, 'test')
  expect(crops.map(({ text }) => text)).toEqual([...pairs, ...pairs].map(({ text }) => text))
  expect(crops.slice(0, 2).map(({ jpeg }) => jpeg)).toEqual([pairs[0]?.jpeg, pairs[3]?.jpeg])
  for (const { jpeg } of crops) {
    const { width, height } = await sharp(jpeg).metadata()
    expect(Math.min(width, height)).toBeGreaterThan(40)
  }
  expect(await largeCrops(pairs, 40, 'a')).toEqual(await largeCrops(pairs, 40, 'a'))
  await expect(largeCrops(pairs, 95, 'a')).rejects.toThrow('more than 95 px')
})
