/**
 * Kinds of characters that meet in wrongly decoded text, as ranges of code points in hex: `MOJIBAKE_CATEGORIES` of
 * ftfy/badness.py and `UTF8_CLUES` of ftfy/chardata.py (ftfy 6.3, Apache-2.0, by Robyn Speer), printed from there.
 */
export const mojibakeKinds = {
  common: 'a0 ad b4 b7 2013-2015 2019 2026',
  c1: '80-9f',
  bad: 'a4 a6 a8 aa ac af b8 ba 192 2c6-2c7 2d8 2db-2dc 2020-2021 2030 2310 25ca fffd',
  law: 'a7 b6',
  currency: 'a2-a3 a5 20a7 20ac',
  startPunctuation: 'a1 a9 ab bf 384-385 2018 201a 201c 201e 2022 2039 f8ff',
  endPunctuation: 'ae bb 2dd 201d 203a 2122',
  numeric:
    'b1-b3 b5 b9 bc-be d7 f7 2044 2116 2202 2206 220f 2211 221a 221e 2229 222b 2248 2260-2261 2264-2265',
  kaomoji: 'b0 d2-d6 d9-dc f2-f6 f8-fc 14c 150 16a 172',
  upperAccented:
    'c0-d1 d8 dc-dd 100 102 104 106 10c 10e 110 112 116 118 11a 11e 122 12a 130 136 139 13b 13d 141 143 ' +
    '145 147 152 158 15a 15e 160 162 164 16e 170 178-179 17b 17d 490',
  lowerAccented:
    'df-f1 fc 101 103 105 107 10d 10f 111 113 117 119 11b 11f 123 12b 12f 137 13a 13c 13e 142 153 155 ' +
    '15b 15f 161 165 17a 17c 17e 491 fb01-fb02',
  upperCommon: 'de 386 388-38a 38c 38e-38f 391-3ab 401-42f',
  lowerCommon: '3ac-3c9 430-45f',
  box: '2502 250c 2510 2518 251c 2524 252c 253c 2550-256c 2580 2584 2588 258c 2590-2593',
  utf8FirstOf2:
    'c2-df 100 102 106 10c 10e 110 112 116 118 11a 11e 122 12a 130 136 139 13b 141 143 145 147 14c 150 ' +
    '158 15a 15e 160 162 16a 16e 170 172 179 17b 17d 392-3a1 3a3-3af 412-42f',
  utf8FirstOf3:
    'e0-ef 101 103 105 107 10d 10f 113 117 119 11b 123 12b 12f 137 13a 13c 155 17a 3b0-3bf 430-43f',
  utf8FirstOf4: 'f0 f3 111 11f 161 3c0 3c3 440 443',
  utf8Continuation:
    '20 80-bf c6 d8 e6 f8 104-105 13d-13e 141-142 152-153 156-157 15a-15b 15e-161 164-165 178-17e 192 ' +
    '2c6-2c7 2d8 2db-2dd 384-386 388-38a 38c 38e-38f 401-40c 40e-40f 451-45c 45e-45f 490-491 2013-2015 ' +
    '2018-201a 201c-201e 2020-2022 2026 2030 2039-203a 20ac 2116 2122',
  utf8ContinuationStrict:
    '80-bf c6 d8 e6 f8 104-105 13d-13e 141-142 152-153 156-157 15a-15b 15e-161 164-165 178-17e 192 ' +
    '2c6-2c7 2d8 2db-2dd 384-386 388-38a 38c 38e-38f 401-40c 40e-40f 451-45c 45e-45f 490-491 2020-2021 ' +
    '2030 2039-203a 20ac 2116 2122',
} as const
