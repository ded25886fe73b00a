import { describe, expect, it } from 'vitest'
import { ROBOTS_CASES, type RobotsCase, WAYPOINTS } from './robots-cases.js'
import { openRobotsWorld } from './robots-world.js'

const HOST = 'a.test.example'

async function expectFate({ robots, fate, path = '/x' }: RobotsCase): Promise<void> {
  const { hosts, fate: fateOf, close } = await openRobotsWorld()
  for (const [place, answer] of WAYPOINTS) hosts.answers.set(place, answer)
  hosts.answers.set(`${HOST}/robots.txt`, robots)
  expect(await fateOf(`http://${HOST}${path}`)).toBe(fate)
  // Never asked for what was not allowed, nor before the rules were there.
  const picture = hosts.asked.filter((place) => place === `${HOST}${path}`)
  expect(picture).toHaveLength(fate === 'kept' ? 1 : 0)
  expect(hosts.asked[0]).toBe(`${HOST}/robots.txt`)
  expect(hosts.asked.filter((place) => place === `${HOST}/robots.txt`)).toHaveLength(1)
  await close()
}

const { BY_STATUS, BROKEN, ELSEWHERE, FORMS, BOMBS, DELAYS } = ROBOTS_CASES

describe('robots.txt by its status', () => it.each(BY_STATUS)('$name: $fate', expectFate))
describe('robots.txt that is not had whole', () => it.each(BROKEN)('$name: $fate', expectFate))
describe('robots.txt elsewhere', () => it.each(ELSEWHERE)('$name: $fate', expectFate))
describe('robots.txt in all forms', () => it.each(FORMS)('$name: $fate', expectFate))
describe('robots.txt full of wildcards', () => it.each(BOMBS)('$name: $fate', expectFate))
describe('robots.txt with a delay', () => it.each(DELAYS)('$name: $fate', expectFate))

const GIB = 2 ** 30
/** Send and receive buffers of Linux: 4 and 6 MiB at most (tcp_wmem, tcp_rmem); and some in the server itself. */
const BUFFERS = 16 * 2 ** 20

describe('robots.txt of 1 GiB', () => {
  it.each([
    ['chunked', {}],
    ['announced', { 'content-length': String(GIB) }],
  ])('is obeyed as far as it is read, and its connection closed: %s', async (_name, headers) => {
    const { hosts, fate, close } = await openRobotsWorld()
    const block = Buffer.alloc(65_536, '# nothing but comments\n')
    let sent = 0
    let closed: Promise<unknown> = Promise.resolve()
    hosts.answers.set(`${HOST}/robots.txt`, ({ socket }, response) => {
      closed = new Promise((resolve) => socket.once('close', resolve))
      response.writeHead(200, headers).write('User-agent: *\nDisallow: /no/\n')
      const more = () => {
        while (!socket.destroyed && sent < GIB) {
          sent += block.length
          if (!response.write(block)) return void response.once('drain', more)
        }
      }
      more()
    })
    expect(await fate(`http://${HOST}/no/x`)).toBe('robots_txt')
    await closed
    expect(sent).toBeLessThan(BUFFERS)
    expect(await fate(`http://${HOST}/yes`)).toBe('kept')
    expect(hosts.asked).toEqual([`${HOST}/robots.txt`, `${HOST}/yes`])
    await close()
  })
})
