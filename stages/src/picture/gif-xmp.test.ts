import { expect, test } from 'vitest'
import { gifXmp } from './gif-xmp.js'
import { gradient } from './test-pictures.js'

/** As XMP Specification Part 3 draws it: 0xFF, 0xFE … 0x00 and a terminator follow the packet. */
function extension(packet: string): Buffer {
  const trailer = Buffer.from([1, ...Array.from({ length: 256 }, (_, i) => 255 - i), 0])
  return Buffer.concat([Buffer.from(`\x21\xff\x0bXMP DataXMP${packet}`, 'latin1'), trailer])
}

const gifWith = async (packet: string) => {
  const gif = await gradient(20, 10).gif().toBuffer()
  return Buffer.concat([gif.subarray(0, -1), extension(packet), gif.subarray(-1)])
}

test('ends where the packet says', async () => {
  const packet = "<?xpacket begin=''?><x:xmpmeta/>"
  expect(gifXmp(await gifWith(`${packet}<?xpacket end='w'?>`))?.toString()).toBe(packet)
})

test('goes on to the end of the file where it does not', async () => {
  const found = gifXmp(await gifWith('<x:xmpmeta/>'))?.toString('latin1')
  expect(found?.startsWith('<x:xmpmeta/>\x01\xff\xfe')).toBe(true)
})

test('is not there, or empty', async () => {
  expect(gifXmp(await gradient(20, 10).gif().toBuffer())).toBeUndefined()
  expect(gifXmp(Buffer.from('\x21\xff\x0bXMP DataXMP', 'latin1'))).toHaveLength(0)
})
