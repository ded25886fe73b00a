import { createRandom, randomBytes } from '@warc2dataset/pipeline/demo/seeded-random'
import type { Answer, AnswerOf } from '../polite/serve-answers.js'
import { pictureOf, pngBomb, type SoakPicture } from './soak-pictures.js'
import { hostOf, MAX_BYTES, movedPathOf, type Robots, type SoakPlan } from './soak-plan.js'

const LARGE = Buffer.alloc(2 * MAX_BYTES)
const NOISE = randomBytes(createRandom('soak-noise'), 5000)
const PAGE = Buffer.from('<!doctype html><title>Gone</title><p>Not here any more.')
const RULES = 'User-agent: *\nDisallow: /private/\nAllow: /\n'
/** Beyond the 500 KiB that are read. */
const HUGE = Buffer.from(`${RULES}${'# nothing to see here, move along\n'.repeat(40_000)}`)
const BOMB_SIDE = 30_000

/** What the hosts of a plan do. */
export function soakAnswers(plan: SoakPlan, pictures: readonly SoakPicture[]): AnswerOf {
  const bomb = pngBomb(BOMB_SIDE)
  const domains = new Map(plan.robots.map((robots, domain) => [hostOf(domain), { robots, domain }]))
  return (host, path, nth) => {
    const known = domains.get(host)
    if (known === undefined || known.robots === 'dead') return { kind: 'silent' }
    if (path === '/robots.txt') return robotsAnswer(known.robots)
    const [, folder, digits] = /^\/([pm])\/(\d+)\.jpg$/.exec(path) ?? []
    const url = plan.urls[Number(digits)]
    if (url?.domain !== known.domain) return says(404)
    const picture = pictureOf(pictures, url.index)
    const shown: Answer = says(200, { 'content-type': picture.type }, picture.bytes)
    const body = (bytes: Buffer): Answer => says(200, { 'content-type': 'image/jpeg' }, bytes)
    if (folder === 'm') return shown
    switch (url.kind) {
      case 'picture':
        return shown
      case 'moved':
        return says(302, { location: movedPathOf(url.index) })
      case 'busy':
        return nth === 0 ? says(429, { 'retry-after': '1' }) : shown
      case 'missing':
        return says(404)
      case 'failing':
        return says(500)
      case 'silent':
        return { kind: 'silent' }
      case 'drips':
        return { kind: 'drips', body: picture.bytes }
      case 'cut':
        return { kind: 'cuts', body: picture.bytes }
      case 'reset':
        return { kind: 'breaks_off', text: '' }
      case 'garbled':
        return { kind: 'breaks_off', text: '!! no HTTP !!\r\n\r\n' }
      case 'noise':
        return body(NOISE)
      case 'page':
        return body(PAGE)
      case 'large':
        return body(LARGE)
      case 'bomb':
        return body(bomb)
      case 'loop':
        return says(302, { location: path })
      case 'inward':
        return says(302, { location: 'http://10.0.0.1/secret.jpg' })
      case 'noai':
        return says(200, { 'content-type': picture.type, 'x-robots-tag': 'noai' }, picture.bytes)
      default:
        return url.kind satisfies never
    }
  }
}

function robotsAnswer(robots: Robots): Answer {
  switch (robots) {
    case 'rules':
      return says(200, { 'content-type': 'text/plain' }, Buffer.from(RULES))
    case 'huge':
      return says(200, { 'content-type': 'text/plain' }, HUGE)
    case 'disallows':
      return says(200, { 'content-type': 'text/plain' }, Buffer.from('User-agent: *\nDisallow: /\n'))
    case 'unreachable':
      return says(503)
    default:
      return says(404)
  }
}

function says(status: number, headers: Readonly<Record<string, string>> = {}, body?: Buffer): Answer {
  return { kind: 'says', status, headers, ...(body === undefined ? {} : { body }) }
}
