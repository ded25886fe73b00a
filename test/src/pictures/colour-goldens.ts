import { chartColours } from './colour-chart.js'
import type { Rgb } from './srgb-lab.js'

/**
 * What Pillow 13.0.0 with Little CMS 2.19 makes of files of the chart, by the perceptual intent: the 48 squares as
 * hexadecimal digits. Where a profile has no table for that intent, all intents give these colours. By
 *
 *     W2D_PYTHON=python3 node test/dist/pictures/colour-main.js FOLDER
 *     python3 test/python/colour_peer.py --squares FOLDER NAME...
 */
const frozen: ReadonlyMap<string, string> = new Map([
  [
    'gray.jpg',
    '7f7f7fdcdcdc4c4c4ce6e6e6929292f7f7f7ffffff0000001010102e2e2e4c4c4c6a6a6a888888a6a6a6c4c4c4e2e2e20c0c0c2929295454548080804a4a4a5454546d6d6d919191939393979797a5a5a5bcbcbcdcdcdcdfdfdfe8e8e8f7f7f73737374444446262628989895b5b5b6262627878789898989b9b9b9f9f9facacacc2c2c2e1e1e1e4e4e4ecececfbfbfb',
  ],
  [
    'gray-gamma-1.8.jpg',
    '919191e3e3e35e5e5eebebeba3a3a3f9f9f9ffffff0000001414143c3c3c5e5e5e7d7d7d9a9a9ab5b5b5cfcfcfe8e8e80d0d0d3636366767679292925c5c5c676767808080a2a2a2a4a4a4a8a8a8b4b4b4c8c8c8e3e3e3e5e5e5edededf9f9f94747475656567575759b9b9b6e6e6e7575758b8b8ba8a8a8abababafafafbababacdcdcde7e7e7e9e9e9f0f0f0fcfcfc',
  ],
  [
    'p3.jpg',
    'ff000000ff000200ff00ffffff00ffffff00ffffff0000001010102e2e2e4c4c4c6a6a6a888888a6a6a6c4c4c4e2e2e20000435e0043ba003dff003800573f56553db74f3aff3f3100ad2b26ad29abaa23ffa51300ff0000ff008dff00ffff000100c85e00c8ba00c7ff00c50057c75455c6b84fc6ff41c400adc428acc2aaabc2ffa5c100ffbd00ffbb8effbaffffb7',
  ],
  [
    'adobe-rgb.jpg',
    'ff000000ff000000ff00ffffff00ffffff00ffffff0000000707072a2a2a4b4b4b6a6a6a898989a8a8a8c5c5c5e3e3e300003f630040c7003eff004000543d56543dc2543dff533d00ac3200ad32adac32ffac3200ff1700fe1174ff14ffff100000c56300c5c700c5ff00c50054c45354c3c354c4ff54c400acc300acc1abadc2ffacc300ffbf00ffbe75febeffffbd',
  ],
  [
    'cmyk-profile.jpg',
    'df1f1cbaba00213f7ab2d7e9d8357ffae200ffffff28261b28261b2d2d244444405e5e5d747373959393b4b3b2d6d4d31d194a5f0f40af183dde1829004a32565031a64a27e645272c933555992fa9a526f4a82db5b800c1be00e1d100fbe20025306f3e29708a2775da1c7808508349588f96598fe24c8a009bae57a3b9b3b1c3f0a9bca6cec9b3d4c8d8e0baf9f2b2',
  ],
  [
    'cmyk-unmarked.jpg',
    'df1f1cbaba00213f7ab2d7e9d8357ffae200ffffff28261b28261b2d2d244444405e5e5d747373959393b4b3b2d6d4d31d194a5f0f40af183dde1829004a32565031a64a27e645272c933555992fa9a526f4a82db5b800c1be00e1d100fbe20025306f3e29708a2775da1c7808508349588f96598fe24c8a009bae57a3b9b3b1c3f0a9bca6cec9b3d4c8d8e0baf9f2b2',
  ],
  [
    'cmyk-given.jpg',
    'e80000bfcf001c3c8baadaece23789fded00ffffff0a05000a05001d1c0840403b61605e7c7b7a9c9b9ab9b8b7d9d8d60603415b003bb20938e7001e004d2c514f2fa84e2ced49291aa02f53a42aaaa92df7a92ebacd00c5d200e1de00fdef1818267f3d207e93207ee811820b559b4b589c9f5997eb4c9200a8be51a8beadacc0f6a8bfa0d2c8add7c6d4e5b7fcf8bb',
  ],
  [
    'p3.png',
    'ff000000ff000200ff00ffffff00ffffff00ffffff0000001010102e2e2e4c4c4c6a6a6a888888a6a6a6c4c4c4e2e2e20000435e0042ba003fff003700573f55553eb74f3aff413100ad2b28ac2aaaaa24ffa51300ff0000ff008dff00ffff000100c85e00c8ba00c7ff00c50057c75555c7b74fc6ff41c400adc328acc3aaaac2ffa5c000ffbb00ffbb8dffbaffffb8',
  ],
  [
    'p3-16.png',
    'ff000000ff000200ff00ffffff00ffffff00ffffff0000001010102e2e2e4c4c4c6a6a6a888888a6a6a6c4c4c4e2e2e20000435e0042ba003fff003700573f55553eb74f3aff413100ad2b28ac2aaaaa24ffa51300ff0000ff008dff00ffff000100c85e00c8ba00c7ff00c50057c75555c7b74fc6ff41c400adc328acc3aaaac2ffa5c000ffbb00ffbb8dffbaffffb8',
  ],
  [
    'adobe-rgb.png',
    'ff000000ff000000ff00ffffff00ffffff00ffffff0000000707072a2a2a4b4b4b6a6a6a898989a8a8a8c5c5c5e3e3e300003f63003fc7003fff003f00543d54543dc2543dff543d00ac3200ac32acac32ffac3200ff1400ff1474ff14ffff140000c56300c5c700c5ff00c50054c45454c4c254c4ff54c400acc200acc2acacc2ffacc200ffbe00ffbe74ffbeffffbe',
  ],
  [
    'adobe-rgb-16.png',
    'ff000000ff000000ff00ffffff00ffffff00ffffff0000000707072a2a2a4b4b4b6a6a6a898989a8a8a8c5c5c5e3e3e300003f63003fc7003fff003f00543d54543dc2543dff543d00ac3200ac32acac32ffac3200ff1400ff1474ff14ffff140000c56300c5c700c5ff00c50054c45454c4c254c4ff54c400acc200acc2acacc2ffacc200ffbe00ffbe74ffbeffffbe',
  ],
  [
    'adobe-rgba.png',
    'ff0000ffffff7f7fffbfffffff37ffffff00ffffff7f7f7fc1c1c15858584b4b4bffffffc4c4c4e9e9e9d2d2d2e3e3e3ffffffb17f9ff1bfcfff376800543dffffffe0a99effd4ce37be5e00ac32ffffffffd598bfffc437ff4774ff14ffffff7f7fe2d8bff0d337d2ff00c5ffffffa9a9e1f0d4f0ff79d100acc2ffffffd5d5e0ffeaf037ffcc00ffbeffffffffffde',
  ],
  [
    'gray-gamma-1.8.png',
    '0000000404040b0b0b1414141d1d1d2424242c2c2c3232323939394040404646464d4d4d5252525959595e5e5e6464646a6a6a6f6f6f7575757a7a7a8080808585858a8a8a9090909494949a9a9a9e9e9ea3a3a3a8a8a8adadadb2b2b2b7b7b7bcbcbcc0c0c0c5c5c5cacacacececed3d3d3d7d7d7dcdcdce0e0e0e4e4e4e9e9e9edededf2f2f2f6f6f6fbfbfbffffff',
  ],
  [
    'gray-alpha-gamma-1.8.png',
    '000000ffffff858585c4c4c44e4e4e242424ffffff989898cdcdcd696969464646ffffffa8a8a8d5d5d5818181646464ffffffb7b7b7dcdcdc979797808080ffffffc4c4c4e3e3e3ababab9a9a9affffffd1d1d1e9e9e9bfbfbfb2b2b2ffffffddddddefefefd2d2d2cacacaffffffe9e9e9f5f5f5e4e4e4e0e0e0fffffff4f4f4fafafaf5f5f5f6f6f6ffffffffffff',
  ],
  [
    'gray16-gamma-1.8.png',
    '0000000404040b0b0b1414141d1d1d2424242c2c2c3232323939394040404646464d4d4d5252525959595e5e5e6464646a6a6a6f6f6f7575757a7a7a8080808585858a8a8a9090909494949a9a9a9e9e9ea3a3a3a8a8a8adadadb2b2b2b7b7b7bcbcbcc0c0c0c5c5c5cacacacececed3d3d3d7d7d7dcdcdce0e0e0e4e4e4e9e9e9edededf2f2f2f6f6f6fbfbfbffffff',
  ],
])

/** Throws a `RangeError` for a file that is not frozen. */
export function frozenSquares(name: string): readonly Rgb[] {
  const levels = Buffer.from(frozen.get(name) ?? '', 'hex')
  if (levels.length !== 3 * chartColours.length) {
    throw new RangeError(`Expected the colours of ${name} in colour-goldens.ts, got none`)
  }
  return chartColours.map((_, i) => [levels[3 * i] ?? 0, levels[3 * i + 1] ?? 0, levels[3 * i + 2] ?? 0])
}
