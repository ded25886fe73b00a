import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { decodeHTMLStrict } from 'entities/decode'
import { describe, expect, it } from 'vitest'
import { cleanText } from './clean-text.js'

const FILE = new URL('../../../../shared/data/alts/real-alts.jsonl.gz', import.meta.url)

describe.skipIf(!existsSync(FILE))(
  'cleanText on the alt texts of ../shared/data/alts/real-alts.jsonl.gz',
  () => {
    it('leaves no reference and no break, and changes nothing the second time', () => {
      const raw: string[] = gunzipSync(readFileSync(FILE))
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).alt ?? '')
      const cleaned = raw.map((text) => cleanText(text).text)
      expect(raw.filter((text) => decodeHTMLStrict(text) !== text).length).toBeGreaterThan(40)
      expect(cleaned.filter((text) => decodeHTMLStrict(text) !== text)).toEqual([])
      expect(cleaned.filter((text) => /[\p{Cc}\p{Cs}\p{Bidi_Control}]|^ | $| {2}/u.test(text))).toEqual([])
      expect(cleaned.filter((text) => cleanText(text).text !== text)).toEqual([])
    })
  },
)
