import { gzipSync } from 'node:zlib'
import { ROBOTS_BYTES } from '@warc2dataset/stages/robots/robots-text'
import { type HostAnswer, says } from '@warc2dataset/stages/web/test-hosts'

/** An answer to the request for robots.txt, and what becomes of the picture. */
export interface RobotsCase {
  readonly name: string
  readonly robots: HostAnswer
  readonly fate:
    | 'kept'
    | 'robots_txt'
    | 'robots_unreachable'
    | 'timeout'
    | 'connect_error'
    | 'address_refused'
    | 'site_wait'
  /** Of the picture; `/x` where it says nothing. */
  readonly path?: string
}

const NONE = 'User-agent: *\nDisallow: /\n'
const text = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}): HostAnswer => {
  return (_request, response) => void response.writeHead(200, headers).end(body)
}
const status = (code: number): HostAnswer => says(code, {}, NONE)
const to = (location: string): HostAnswer => says(302, { location }, NONE)
const utf16 = (body: string, mark: string) => Buffer.from(mark + body, 'utf16le')

/** RFC 9309 section 2.3.1: by the status. 429 is Google's reading. */
const BY_STATUS: readonly RobotsCase[] = [
  ...[200, 203].map((code) => ({ name: `is ${code}`, robots: status(code), fate: 'robots_txt' }) as const),
  ...[204, 304].map((code) => ({ name: `is ${code}`, robots: says(code, {}, ''), fate: 'kept' }) as const),
  ...[300, 302, 401, 403, 404, 410, 418].map(
    (code) =>
      ({
        name: `is ${code}${code < 400 ? ' without a Location' : ''}`,
        robots: status(code),
        fate: 'kept',
      }) as const,
  ),
  ...[429, 500, 501, 503, 520, 599].map(
    (code) => ({ name: `is ${code}`, robots: status(code), fate: 'robots_unreachable' }) as const,
  ),
]

/** RFC 9309 section 2.3.1.4: not had whole, nothing is allowed. */
const BROKEN: readonly RobotsCase[] = [
  { name: 'never comes', robots: () => {}, fate: 'timeout' },
  {
    name: 'is reset before its head',
    robots: (request) => request.socket.resetAndDestroy(),
    fate: 'connect_error',
  },
  {
    name: 'hangs after a good line',
    robots: (_request, response) => void response.writeHead(200).write('User-agent: *\nAllow: /\n'),
    fate: 'robots_unreachable',
  },
  {
    name: 'breaks off after a good line',
    robots: (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('User-agent: *\nAllow: /\n', () => {
        response.socket?.resetAndDestroy()
      })
    },
    fate: 'robots_unreachable',
  },
  {
    name: 'is not HTTP',
    robots: (request) => void request.socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
    fate: 'robots_unreachable',
  },
  {
    name: 'says gzip and is none',
    robots: text(NONE, { 'content-encoding': 'gzip' }),
    fate: 'robots_unreachable',
  },
  {
    name: 'has an unknown coding',
    robots: text(NONE, { 'content-encoding': 'lzma' }),
    fate: 'robots_unreachable',
  },
  {
    name: 'is a gzip bomb of 64 MiB',
    robots: text(gzipSync(Buffer.alloc(64 * 2 ** 20, 'Allow: /\n')), { 'content-encoding': 'gzip' }),
    fate: 'robots_unreachable',
  },
]

/** RFC 9309 section 2.3.1.2; `/r5` is a file that forbids all. */
const ELSEWHERE: readonly RobotsCase[] = [
  { name: 'is 1 redirect away', robots: to('/r5'), fate: 'robots_txt' },
  { name: 'is 5 redirects away', robots: to('/r1'), fate: 'robots_txt' },
  { name: 'is 6 redirects away', robots: to('/r0'), fate: 'kept' },
  { name: 'is 1 redirect away at another host', robots: to('http://b.test.example/r5'), fate: 'robots_txt' },
  { name: 'is 5 redirects away at another host', robots: to('http://b.test.example/r1'), fate: 'robots_txt' },
  { name: 'leads to itself', robots: to('/robots.txt'), fate: 'kept' },
  { name: 'leads to no URL', robots: to('http://[::1/'), fate: 'kept' },
  { name: 'leads to a private address', robots: to('http://10.0.0.1/robots.txt'), fate: 'address_refused' },
  { name: 'leads to this machine', robots: to('http://127.0.0.1/robots.txt'), fate: 'address_refused' },
  { name: 'leads to a file', robots: to('file:///etc/passwd'), fate: 'address_refused' },
]

const page =
  '<!doctype html>\n<html><head><title>Not found</title></head><body><p>No such page: /</p></body></html>\n'
const filler = (bytes: number) => `${'#'.repeat(99)}\n`.repeat(Math.ceil(bytes / 100)).slice(-bytes)

/** RFC 9309 section 2.2, and section 2.5 for the limit. */
const FORMS: readonly RobotsCase[] = [
  { name: 'has a byte order mark', robots: text(`\ufeff${NONE}`), fate: 'robots_txt' },
  { name: 'ends lines by CRLF', robots: text(NONE.replaceAll('\n', '\r\n')), fate: 'robots_txt' },
  { name: 'ends lines by CR', robots: text(NONE.replaceAll('\n', '\r')), fate: 'robots_txt' },
  { name: 'ends without a line end', robots: text(NONE.trimEnd()), fate: 'robots_txt' },
  { name: 'is UTF-16 little-endian with mark', robots: text(utf16(NONE, '\ufeff')), fate: 'robots_txt' },
  {
    name: 'is UTF-16 big-endian with mark',
    robots: text(utf16(NONE, '\ufeff').swap16()),
    fate: 'robots_txt',
  },
  { name: 'is UTF-16 without mark', robots: text(utf16(NONE, '')), fate: 'kept' },
  { name: 'has lines of NUL bytes', robots: text(`\0\0\n${NONE}\0`), fate: 'robots_txt' },
  { name: 'is 100,000 NUL bytes', robots: text(Buffer.alloc(100_000)), fate: 'kept' },
  { name: 'is a page', robots: text(page, { 'content-type': 'text/html' }), fate: 'kept' },
  { name: 'is empty', robots: text(''), fate: 'kept' },
  {
    name: 'is packed unasked',
    robots: text(gzipSync(NONE), { 'content-encoding': 'gzip' }),
    fate: 'robots_txt',
  },
  {
    name: 'names us in another case',
    robots: text('USER-AGENT: WARC2Dataset\nDISALLOW: /'),
    fate: 'robots_txt',
  },
  {
    name: 'names us by our other name',
    robots: text('User-agent: Warc-To-Dataset\nDisallow: /'),
    fate: 'robots_txt',
  },
  {
    name: 'names who begins like us',
    robots: text('User-agent: warc2dataset-news\nDisallow: /'),
    fate: 'kept',
  },
  {
    name: 'lets us in, nobody else',
    robots: text(`${NONE}User-agent: warc2DATASET\nAllow: /`),
    fate: 'kept',
  },
  {
    name: 'forbids just before the limit',
    robots: text(filler(ROBOTS_BYTES - NONE.length) + NONE),
    fate: 'robots_txt',
  },
  { name: 'forbids just after the limit', robots: text(filler(ROBOTS_BYTES) + NONE), fate: 'kept' },
  {
    name: 'is cut by the limit in its rule',
    robots: text(`${filler(ROBOTS_BYTES - 20)}${NONE}`),
    fate: 'kept',
  },
]

const LONG = `/${'a'.repeat(8_000)}`
const stars = (end: string) => `User-agent: *\n${`Disallow: /${'*a'.repeat(16)}${end}\n`.repeat(10_000)}`
const oneLine = (end: string) => `User-agent: *\nDisallow: /${'*a'.repeat(3_000)}${end}\n`

/** What a matcher that tries every way does not live to see. */
const BOMBS: readonly RobotsCase[] = [
  { name: 'has 10,000 lines of wildcards that fail', robots: text(stars('*b')), path: LONG, fate: 'kept' },
  {
    name: 'has 10,000 lines of wildcards that fail at $',
    robots: text(stars('b$')),
    path: LONG,
    fate: 'kept',
  },
  {
    name: 'has 10,000 lines of wildcards that match',
    robots: text(stars('')),
    path: LONG,
    fate: 'robots_txt',
  },
  { name: 'has 3,000 wildcards in a line that fail', robots: text(oneLine('*b')), path: LONG, fate: 'kept' },
  {
    name: 'has 3,000 wildcards in a line that match',
    robots: text(oneLine('$')),
    path: LONG,
    fate: 'robots_txt',
  },
  {
    name: 'has stars only',
    robots: text(`User-agent: *\nDisallow: /${'*'.repeat(400_000)}b`),
    path: LONG,
    fate: 'kept',
  },
]

const delays = (delay: string): HostAnswer => text(`User-agent: *\nCrawl-delay: ${delay}\nAllow: /\n`)

/** A run waits for 30 s at most. */
const DELAYS: readonly RobotsCase[] = [
  { name: 'asks for 5 s', robots: delays('5'), fate: 'kept' },
  { name: 'asks for 60 s', robots: delays('60'), fate: 'site_wait' },
  { name: 'asks for 999999999 s', robots: delays('999999999'), fate: 'site_wait' },
  { name: 'asks for -5 s', robots: delays('-5'), fate: 'kept' },
  { name: 'asks for a while', robots: delays('a while'), fate: 'kept' },
]

export const ROBOTS_CASES = { BY_STATUS, BROKEN, ELSEWHERE, FORMS, BOMBS, DELAYS } as const

/** By host and path: the way that ELSEWHERE goes, from `/r0` to `/r5`. */
export const WAYPOINTS: readonly (readonly [place: string, answer: HostAnswer])[] = [
  'a.test.example',
  'b.test.example',
].flatMap((host) =>
  [0, 1, 2, 3, 4, 5].map((at) => [`${host}/r${at}`, at === 5 ? text(NONE) : to(`/r${at + 1}`)] as const),
)
