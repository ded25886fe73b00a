import { describe, expect, it } from 'vitest'
import { MOST_RULES } from './agent-rules.js'
import { packRobots, unpackRobots } from './pack-robots.js'
import { type ObeyedNames, type RobotsFetch, robotsAnswer } from './robots-answer.js'
import { ROBOTS_BYTES } from './robots-text.js'
import { bytesOf } from './test-robots.js'

const response = (body: Uint8Array, status = 200): RobotsFetch => ({
  kind: 'response',
  status,
  body,
  retryAfter: null,
})
const OURS: ObeyedNames = { own: ['warc2dataset', 'warc-to-dataset'], also: ['CCBot', 'GPTBot'] }

describe('there and back', () => {
  it.each<[string, RobotsFetch]>([
    ['failed', { kind: 'failed' }],
    ['too many redirects', { kind: 'too_many_redirects' }],
    ['404', response(new Uint8Array(), 404)],
    ['503', { kind: 'response', status: 503, body: new Uint8Array(), retryAfter: 120 }],
    ['empty', response(new Uint8Array())],
    ['no file for us', response(bytesOf('User-agent: a\nDisallow: /'))],
    [
      'many things',
      response(
        bytesOf(
          'junk\nSitemap: x\nUser-agent: *\nCrawl-delay: 0.5\nDisallow: /*a$\nAllow: /**b\nUser-agent: ccbot\nDisallow: /"\\ü\u0001*$\nCrawl-delay: 7\nAllow: /*a$',
        ),
      ),
    ],
    ['too many rules', response(bytesOf(`User-agent: *\n${numbered(MOST_RULES + 1)}`))],
    ['cut', response(bytesOf(`User-agent: *\nDisallow: /a\n${'#'.repeat(ROBOTS_BYTES)}`))],
  ])('%s', (_name, fetched) => {
    const answer = robotsAnswer(fetched, OURS)
    expect(unpackRobots(packRobots(answer))).toEqual(answer)
  })
})

function numbered(count: number): string {
  return Array.from({ length: count }, (_, index) => `Allow: /${index}`).join('\n')
}

const FURTHER = Array.from({ length: 16 }, (_, index) => `bot-${index}`)
/** A group for everybody, by name. */
const GROUP = ['*', 'warc2dataset', ...FURTHER].map((name) => `User-agent: ${name}`).join('\n')

/** 500 KiB of lines for everybody, each of `letters` times `letter`, and a number, so that no two are the same. */
function filled(letter: string, letters: number, encode: (text: string) => Uint8Array): Uint8Array {
  const lines = [GROUP]
  const size = encode(`Disallow: /${letter.repeat(letters)}00000\n`).length
  for (let count = 1; count < ROBOTS_BYTES / size && count <= MOST_RULES; count++) {
    lines.push(`Disallow: /${letter.repeat(letters)}${count}`)
  }
  return encode(`${lines.join('\n')}\n`).subarray(0, ROBOTS_BYTES)
}
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

describe('the size of hostile files, for us and 16 further names', () => {
  const names: ObeyedNames = { own: OURS.own, also: FURTHER }

  it.each<[string, Uint8Array, number, number]>([
    ['one rule of ä', filled('ä', 255_000, bytesOf), 1_400_000, 1_600_000],
    ['one rule of 一 in UTF-16', filled('一', 255_000, utf16), 2_200_000, 2_320_000],
    ['rules of 12 一 in UTF-16', filled('一', 12, utf16), 1_000_000, 2_320_000],
    ['the most rules', bytesOf(`${GROUP}\n${numbered(MOST_RULES)}`), 800_000, 1_300_000],
    ['the most rules of 15 ä', filled('ä', 15, bytesOf), 1_500_000, 2_700_000],
  ])('%s', (_name, body, least, most) => {
    const answer = robotsAnswer(response(body), names)
    const text = packRobots(answer)
    expect(answer.agents).toHaveLength(17)
    expect(answer.agents.every(({ tooMany, rules }) => !tooMany && rules.length > 0)).toBe(true)
    expect(text.length).toBeGreaterThan(least)
    expect(text.length).toBeLessThan(most)
    expect(/^[ -~]*$/.test(text)).toBe(true)
    expect(unpackRobots(text)).toEqual(answer)
  })

  it('does not grow with what others are told', () => {
    const body = bytesOf(`User-agent: other\n${numbered(MOST_RULES)}\nUser-agent: *\nDisallow: /x`)
    expect(packRobots(robotsAnswer(response(body))).length).toBeLessThan(300)
  })
})

describe('a text that is not ours', () => {
  it.each(['', '[', '{}', '{"patterns":["/a"],"agents":[{"agent":"*","rules":[1]}]}'])(
    '%j throws',
    (text) => {
      expect(() => unpackRobots(text)).toThrow(/./)
    },
  )
})
