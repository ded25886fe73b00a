import { describe, expect, it } from 'vitest'
import { classifyText, TEXT_CLASSES, type TextClass } from './classify-text.js'
import { foldWords } from './fold-words.js'
import { GENERIC_WORDS } from './generic-words.js'
import { isSeo, seoPartsOf } from './seo-parts.js'

const at = (name: string): string => `https://example.org/a/${name}`

describe('classifyText', () => {
  it.each<[expected: TextClass, texts: readonly string[]]>([
    ['decorative', ['*', '|', '•', '-', '...', '✓', '>', ':-)', '😀', '→', '※', '!', 'spacer', 'Spacer gif']],
    [
      'decorative',
      [
        'Bullet',
        'ICON',
        'icon',
        'Right-Arrow',
        'arrow icon',
        'divider',
        '1x1',
        'tracking pixel',
        'background',
      ],
    ],
    ['decorative', ['[image]', '[IMG]', '<img>', '(photo)', '[Bild]', '*image*', '{picture}']],
    [
      'decorative',
      [
        'Pfeil',
        'flèche',
        'flecha',
        'freccia',
        'seta',
        'pijl',
        'strzałka',
        'стрелка',
        '矢印',
        '箭头',
        '화살표',
        'سهم',
        'šipka',
      ],
    ],
    [
      'camera',
      [
        'IMG_2041',
        'img-0043',
        'IMG 8321',
        'IMG_8299.jpeg',
        'DSC00012',
        'DSC_0012.JPG',
        '_DSC0012',
        'DSCN1234',
        'DSCF0001',
      ],
    ],
    [
      'camera',
      [
        'PXL_20230102_101112345',
        'PXL_20230102_101112345.MP',
        'DCIM0001',
        '_MG_2953',
        'P1610095.jpg',
        'GOPR0123',
        'DJI_0042',
      ],
    ],
    [
      'camera',
      [
        '20190131_142355',
        'IMG_20190131_142355',
        'IMG-20190131-WA0003',
        'IMG_2041-300x200',
        'IMG_2041 (2)',
        'IMG_2041 copy',
      ],
    ],
    [
      'camera',
      [
        'WhatsApp Image 2020-05-01 at 10.20.30',
        'Screenshot 2024-05-01 at 10.11.12',
        'Screen Shot 2018-07-05 at 1.56.24 PM.png',
      ],
    ],
    [
      'camera',
      [
        'Screenshot_20200101-120000_Chrome',
        'Screenshot_12',
        'Zrzut ekranu 2020-10-17 o 18.55.16',
        'Bildschirmfoto 2021-03-04 um 10.11.12',
      ],
    ],
    [
      'camera',
      [
        "Capture d'écran 2020-05-01 à 10.20.30",
        'Снимок экрана 2021-03-04',
        'スクリーンショット 2021-03-04 10.11.12',
        '屏幕快照 2021-03-04',
      ],
    ],
    [
      'generic',
      [
        'image',
        'Logo',
        'photo',
        'thumbnail',
        'Image 3',
        'photo2',
        'Bild (12)',
        'logo image',
        'Photo Gallery',
        'article_thumb',
        'Loading ...',
      ],
    ],
    [
      'generic',
      [
        'Bild',
        'Startseite',
        'photo de profil',
        'Permalien',
        'imagen',
        'Compartir',
        'immagine',
        'imagem',
        'afbeelding',
        'zdjęcie',
      ],
    ],
    [
      'generic',
      [
        'Изображение',
        'логотип',
        '画像',
        '写真',
        '图片',
        '圖片',
        '이미지',
        'fotoğraf',
        'صورة',
        'bild',
        'obrázek',
        'Facebook',
        'Alt text',
      ],
    ],
    [
      'seo',
      [
        'Buy Red Shoes | Free Shipping | $20',
        'Hip Hop Drive, TR-808, 16GB, New, Cheap, AB12345',
        '$574,999 - 3Br/3Ba - for Sale in City Of Lemon, Lemon',
      ],
    ],
    [
      null,
      [
        '',
        'A cat on a mat',
        'Kathrin',
        'Image of a cat',
        'Logo Deutscher Bundesjugendring',
        'Icon of Saint Nicholas',
        'Facebook founder',
      ],
    ],
    [
      null,
      [
        'The arrow hit the target',
        'Screenshot of the new app',
        'Screenshot 3 shows the menu',
        'IMG_2041 Sunset over the hills',
        'MG 350',
        'Star',
        'C',
      ],
    ],
    [
      null,
      [
        '[image: a cat on a mat]',
        '猫の写真',
        '东京塔的照片',
        'DSC football club',
        'Bus 20190131',
        'Red Carpet Pictures',
        'Buy nothing',
      ],
    ],
  ])('%s: %j', (expected, texts) => {
    expect(texts.map((text) => [text, classifyText(text, at('f81a.jpg'))])).toEqual(
      texts.map((text) => [text, expected]),
    )
  })

  it('asks for the file name after the kinds that say more', () => {
    expect(classifyText('logo', at('logo.png'))).toBe('generic')
    expect(classifyText('IMG_2041', at('IMG_2041.jpg'))).toBe('camera')
    expect(classifyText('icon', at('icon.svg'))).toBe('decorative')
    expect(classifyText('photo.jpg', '')).toBe('filename')
    expect(classifyText('berlin-skyline', at('berlin-skyline.jpg'))).toBe('filename')
    expect(classifyText('berlin-skyline', '')).toBe(null)
  })

  it('says seo of three parts, unless another class says more', () => {
    expect(classifyText('A cat on a mat', '')).toBeNull()
    expect(classifyText('Hand Tufted Light Purple Rug', '')).toBeNull()
    expect(classifyText('Buy Nike Shoes, Red, Blue, Green | SKU AB1234 | $50', '')).toBe('seo')
    expect(classifyText('Cheap_Red_Shoes_Now_$5.jpg', '')).toBe('filename')
  })

  it('answers with a listed class on random text, seo as its parts say', () => {
    const pool = [
      'img',
      '_',
      '-',
      ' ',
      '2041',
      '.jpg',
      '|',
      ',',
      '$',
      'Buy',
      'image',
      '[',
      ']',
      '画像',
      '\u0301',
      '\uFFFD',
      '😀',
      '%',
      '/',
      'Screenshot',
      '300x200',
    ]
    let seed = 11
    const seen = new Set<string | null>()
    for (let round = 0; round < 20_000; round += 1) {
      const make = (): string =>
        Array.from({ length: 6 }, () => {
          seed = (seed * 1664525 + 1013904223) >>> 0
          return pool[Math.floor((seed / 2 ** 32) * pool.length)]
        }).join('')
      const text = make()
      const found = classifyText(text, at(make()))
      seen.add(found)
      expect(isSeo(text)).toBe(seoPartsOf(text).length >= 3)
    }
    const known: readonly (string | null)[] = [...TEXT_CLASSES, null]
    expect([...seen].filter((found) => !known.includes(found))).toEqual([])
    expect(seen.has('camera') && seen.has('filename') && seen.has(null)).toBe(true)
  })
})

describe('GENERIC_WORDS', () => {
  it('is folded, so that every entry can be found', () => {
    const entries = Object.values(GENERIC_WORDS).flatMap((list) => list.split('|'))
    expect(entries.filter((entry) => foldWords(entry).join(' ') !== entry)).toEqual([])
    expect(entries.filter((entry) => classifyText(entry, '') !== 'generic')).toEqual([])
  })
})
