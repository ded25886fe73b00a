import type { Socket } from 'node:net'
import type { FetchRefusal } from '@warc2dataset/stages/web/fetch-result'

/** One way to spoil a TLS handshake from the first byte on, and the results that it may have. */
export interface TlsCase {
  readonly name: string
  /** Called when the client has said hello. */
  readonly answer: (socket: Socket) => void
  readonly code: FetchRefusal['code']
  readonly retryable: boolean
  readonly reach: FetchRefusal['reach']
}

// RFC 8446 section 5.1: content types of a record; all versions on the wire are TLS 1.2's unless a case is about them.
const CHANGE_CIPHER_SPEC = 20
const ALERT = 21
const HANDSHAKE = 22
const APPLICATION_DATA = 23
const WARNING = 1
const FATAL = 2
const HANDSHAKE_FAILURE = 40
const USER_CANCELED = 90
const SERVER_HELLO = 2
const TLS_1_1 = 0x0302
const TLS_1_2 = 0x0303

const REFUSED = { code: 'tls_error', retryable: false, reach: 'refused' } as const
const SILENT = { code: 'timeout', retryable: true, reach: 'silent' } as const
const GONE = { code: 'connect_error', retryable: true, reach: 'refused' } as const

/** A record that says it is `length` bytes long. */
function record(type: number, content: Uint8Array, length = content.length, version = TLS_1_2): Buffer {
  const head = Buffer.from([type, version >> 8, version & 255, length >> 8, length & 255])
  return Buffer.concat([head, content])
}

/** A handshake message that says it is `length` bytes long. */
function message(type: number, content: Uint8Array, length = content.length): Buffer {
  return Buffer.concat([Buffer.from([type, length >> 16, (length >> 8) & 255, length & 255]), content])
}

/** No session, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, no compression (RFC 5246 section 7.4.1.3). */
function serverHello(version: number): Buffer {
  const random = Buffer.alloc(32, 7)
  const chosen = [0, 0xc0, 0x2f, 0]
  // Without it OpenSSL 3 goes no further (RFC 5746 section 3.6).
  const renegotiationInfo = [0, 5, 0xff, 0x01, 0, 1, 0]
  return message(
    SERVER_HELLO,
    Buffer.from([version >> 8, version & 255, ...random, ...chosen, ...renegotiationInfo]),
  )
}

const sends = (bytes: Buffer) => (socket: Socket) => void socket.write(bytes)
const drips = (bytes: Buffer) => (socket: Socket) => {
  let at = 0
  const timer = setInterval(() => socket.write(bytes.subarray(at, ++at)), 50)
  socket.once('close', () => clearInterval(timer))
}
const floods = (bytes: Buffer) => (socket: Socket) => {
  const block = Buffer.concat(Array.from({ length: Math.ceil(16_384 / bytes.length) }, () => bytes))
  const more = () => {
    while (!socket.destroyed && socket.write(block));
    if (!socket.destroyed) socket.once('drain', more)
  }
  more()
}
const hello = record(HANDSHAKE, serverHello(TLS_1_2))

export const TLS_CASES: readonly TlsCase[] = [
  { name: 'sends noise', answer: sends(Buffer.alloc(600, 0xa5)), ...REFUSED },
  { name: 'speaks SSH', answer: sends(Buffer.from('SSH-2.0-OpenSSH_9.2\r\n')), ...REFUSED },
  {
    name: 'fails the handshake',
    answer: sends(record(ALERT, Buffer.from([FATAL, HANDSHAKE_FAILURE]))),
    ...REFUSED,
  },
  {
    name: 'knows TLS 1.1 only',
    answer: sends(record(HANDSHAKE, serverHello(TLS_1_1), undefined, TLS_1_1)),
    ...REFUSED,
  },
  {
    name: 'announces a record of 65,535 bytes',
    answer: sends(record(HANDSHAKE, Buffer.alloc(100), 65_535)),
    ...REFUSED,
  },
  {
    name: 'announces a message of 16 MiB',
    answer: floods(record(HANDSHAKE, message(SERVER_HELLO, Buffer.alloc(1_000), 2 ** 24 - 1))),
    ...REFUSED,
  },
  {
    name: 'sends data before the keys',
    answer: sends(record(APPLICATION_DATA, Buffer.alloc(64))),
    ...REFUSED,
  },
  { name: 'sends empty records for ever', answer: floods(record(HANDSHAKE, Buffer.alloc(0))), ...REFUSED },
  {
    name: 'warns for ever',
    answer: floods(record(ALERT, Buffer.from([WARNING, USER_CANCELED]))),
    ...REFUSED,
  },
  {
    name: 'changes ciphers for ever',
    answer: floods(record(CHANGE_CIPHER_SPEC, Buffer.from([1]))),
    ...REFUSED,
  },
  { name: 'hangs in a record', answer: sends(hello.subarray(0, 20)), ...SILENT },
  { name: 'hangs after its hello', answer: sends(hello), ...SILENT },
  { name: 'sends 20 bytes of its hello a second', answer: drips(hello), ...SILENT },
  { name: 'ends in its hello', answer: (socket) => void socket.end(hello.subarray(0, 20)), ...GONE },
  { name: 'ends after its hello', answer: (socket) => void socket.end(hello), ...GONE },
  { name: 'resets', answer: (socket) => void socket.resetAndDestroy(), ...GONE },
  {
    name: 'resets after its hello',
    answer: (socket) => void socket.write(hello, () => setTimeout(() => socket.resetAndDestroy(), 20)),
    ...GONE,
  },
]
