import { gzipSync } from 'node:zlib'
import type { FetchRefusal } from '@warc2dataset/stages/web/fetch-result'
import {
  type Answerer,
  redirects,
  repeats,
  says,
  saysAndEnds,
  sendsAndResets,
} from '@warc2dataset/stages/web/test-server'

/** One way to misbehave, and the one result that it must have. */
export interface TcpCase {
  readonly name: string
  readonly answer: Answerer
  readonly result: Pick<FetchRefusal, 'code' | 'retryable' | 'reach'>
}

/** Bodies beyond it are refused. */
export const MAX_BYTES = 1_000_000

const OK = 'HTTP/1.1 200 OK'
const CHUNKED = `${OK}\r\nTransfer-Encoding: chunked`
const block = Buffer.alloc(65_536, 'x')
const packed = gzipSync(Buffer.alloc(1_000_000)).toString('latin1')

/** Nothing came that could be judged: it may be different another time. */
const UNHEARD = { code: 'timeout', retryable: true, reach: 'silent' } as const
/** The host answers, and is slow: it would be again. */
const STALLED = { code: 'timeout', retryable: false, reach: 'answered' } as const
const MALFORMED = { code: 'http_malformed', retryable: false, reach: 'answered' } as const
const TOO_LONG = { code: 'too_many_bytes', retryable: false, reach: 'answered' } as const
const CODED = { code: 'bad_encoding', retryable: false, reach: 'answered' } as const
const BROKEN = { code: 'body_truncated', retryable: true, reach: 'answered' } as const
const GONE = { code: 'connect_error', retryable: true, reach: 'refused' } as const

const row = (name: string, answer: Answerer, result: TcpCase['result']): TcpCase => ({ name, answer, result })

/** They take no time of the processor. */
export const HANGS: readonly TcpCase[] = [
  row('hangs before the head', () => {}, UNHEARD),
  row('hangs in the status line', (socket) => void socket.write('HTTP/1.1 2'), UNHEARD),
  row('hangs in the head', (socket) => void socket.write(`${OK}\r\nContent-Le`), UNHEARD),
  row('sends 1 byte of the head a second', repeats(`${OK}\r\nX: `, 'x', 1_000), UNHEARD),
  row('sends 20 bytes of the head a second', repeats(`${OK}\r\nX: `, 'x', 50), UNHEARD),
  row('hangs before the body', says(`${OK}\r\nContent-Length: 100`), STALLED),
  row('hangs in the body', says(`${OK}\r\nContent-Length: 100`, 'half'), STALLED),
  row('hangs in a body without length', says(OK, 'half'), STALLED),
  row('hangs in a chunk', says(CHUNKED, '64\r\nhalf'), STALLED),
  row('hangs in a chunk size', says(CHUNKED, '4\r\nhalf\r\n6'), STALLED),
  row('hangs before the last chunk', says(CHUNKED, '4\r\nhalf\r\n'), STALLED),
  row('hangs in the trailers', says(CHUNKED, '4\r\nhalf\r\n0\r\nX-T: a'), STALLED),
  row(
    'sends 1 byte of the body a second',
    repeats(`${OK}\r\nContent-Length: 100\r\n\r\n`, 'x', 1_000),
    STALLED,
  ),
  row('sends 20 bytes of the body a second', repeats(`${OK}\r\n\r\n`, 'x', 50), STALLED),
  row('sends 20 chunks of 1 byte a second', repeats(`${CHUNKED}\r\n\r\n`, '1\r\nx\r\n', 50), STALLED),
  row('sends a chunk extension slowly', repeats(`${CHUNKED}\r\n\r\n4;a=`, 'x', 50), STALLED),
  row('sends 1xx slowly', repeats('HTTP/1.1 103 Hint\r\n\r\n', 'HTTP/1.1 103 Hint\r\n\r\n', 1_000), STALLED),
  row('sends trailers slowly', repeats(`${CHUNKED}\r\n\r\n0\r\n`, 'X-T: x\r\n', 50), STALLED),
  row('redirects, and hangs', redirectsAndHangs, UNHEARD),
]

/** They are over at once, or take all the time that they can get. */
export const FLOODS: readonly TcpCase[] = [
  row('sends a chunk extension for ever', repeats(`${CHUNKED}\r\n\r\n4;a=`, block), STALLED),
  row(
    'sends extensions of tiny chunks',
    repeats(`${CHUNKED}\r\n\r\n`, `1;${'a'.repeat(100)}\r\nx\r\n`),
    MALFORMED,
  ),
  row('sends 1xx for ever', repeats('', 'HTTP/1.1 103 Hint\r\n\r\n'), MALFORMED),
  row(
    'sends trailers for ever',
    repeats(`${CHUNKED}\r\n\r\n0\r\n`, `X-T: ${'x'.repeat(900)}\r\n`),
    MALFORMED,
  ),
  row('sends a head of many fields', repeats(`${OK}\r\n`, 'X-A: b\r\n'.repeat(1_000)), MALFORMED),
  row('sends a head of one long field', repeats(`${OK}\r\nX-A: `, block), MALFORMED),
  row('sends a field name without end', repeats(`${OK}\r\n`, block), MALFORMED),
  row('sends a body for ever', repeats(`${OK}\r\n\r\n`, block), TOO_LONG),
  row('sends one chunk for ever', repeats(`${CHUNKED}\r\n\r\n7fffffffffffffff\r\n`, block), TOO_LONG),
  row('announces too much', says(`${OK}\r\nContent-Length: 99999999999`), TOO_LONG),
  row('announces more than a number holds', says(`${OK}\r\nContent-Length: 99999999999999999999`), MALFORMED),
  row('announces less than nothing', saysAndEnds(`${OK}\r\nContent-Length: -4`, 'half'), MALFORMED),
  row('announces a hexadecimal length', saysAndEnds(`${OK}\r\nContent-Length: 0x4`, 'half'), MALFORMED),
  row('announces two lengths', says(`${OK}\r\nContent-Length: 4\r\nContent-Length: 5`, 'half!'), MALFORMED),
  row(
    'announces a length and chunks',
    says(`${CHUNKED}\r\nContent-Length: 4`, '4\r\nhalf\r\n0\r\n\r\n'),
    MALFORMED,
  ),
  row('has a chunk size beyond 64 bits', says(CHUNKED, 'fffffffffffffffff\r\nhalf'), MALFORMED),
  row('ends before the announced length', saysAndEnds(`${OK}\r\nContent-Length: 100`, 'half'), BROKEN),
  row('ends in a chunk', saysAndEnds(CHUNKED, '64\r\nhalf'), BROKEN),
  row(
    'packs unasked',
    says(`${OK}\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}`, packed),
    CODED,
  ),
  row('packs twice', says(`${OK}\r\nContent-Encoding: br, gzip\r\nContent-Length: 4`, 'half'), CODED),
  row(
    'packs the transfer',
    says(`${OK}\r\nTransfer-Encoding: gzip, chunked`, '4\r\nhalf\r\n0\r\n\r\n'),
    CODED,
  ),
  row('ends before the head', (socket) => void socket.end(), GONE),
  row('resets before the head', (socket) => void socket.resetAndDestroy(), GONE),
  row('resets in the head', sendsAndResets(`${OK}\r\nContent-Le`), GONE),
  row('resets in the body', sendsAndResets(`${OK}\r\nContent-Length: 100\r\n\r\nhalf`), BROKEN),
  row('resets in a body without length', sendsAndResets(`${OK}\r\n\r\nhalf`), BROKEN),
  row('resets in a chunk', sendsAndResets(`${CHUNKED}\r\n\r\n64\r\nhalf`), BROKEN),
  row('sends tiny chunks', repeats(`${CHUNKED}\r\n\r\n`, '1\r\nx\r\n'.repeat(10_000)), MALFORMED),
]

/** The second hop is silent: what the first said does not count for it. */
function redirectsAndHangs(...[socket, path]: Parameters<Answerer>): void {
  if (!path.includes('?')) redirects('/bad?2')(socket, path)
}
