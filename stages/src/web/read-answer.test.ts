import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Connection, ConnectionGone, wrapSocket } from './connection.js'
import { expectPicture } from './judge-head.js'
import { type AnswerRules, readAnswer } from './read-answer.js'
import { openTestServer, repeats, says, type TestServer } from './test-server.js'

const MIB = 1024 * 1024
const large = 'x'.repeat(3 * MIB)
const OPEN_END = 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n'

let server: TestServer
let connection: Connection
let socket: Socket
let endServer: (how: 'end' | 'reset') => void
/** The body has asked for its place. */
let asked: Promise<void>
let grant: () => void
let left: number
let stop: AbortController
let read: (path: string) => ReturnType<typeof readAnswer>

beforeEach(async () => {
  server = await openTestServer({
    '/large': (socket, path) => {
      // One byte more than is ever sent: what the kernel holds already may outlive a reset.
      const length = path.endsWith('promised') ? `Content-Length: ${large.length + 1}\r\n` : ''
      socket.write(`HTTP/1.1 200 OK\r\n${length}Connection: close\r\n\r\n${large}`)
      endServer = (how) => (how === 'end' ? socket.end() : socket.resetAndDestroy())
    },
    '/endless': repeats(OPEN_END, Buffer.alloc(65_536)),
    '/small': says('HTTP/1.1 200 OK\r\nContent-Length: 5', 'small'),
  })
  socket = connect(server.port, '127.0.0.1')
  await once(socket, 'connect')
  connection = wrapSocket('key', socket)
  left = 0
  stop = new AbortController()
  let ask = () => {}
  asked = new Promise((resolve) => {
    ask = resolve
  })
  const granted = new Promise<void>((resolve) => {
    grant = resolve
  })
  const rules: AnswerRules = {
    userAgent: 'test',
    headersTimeoutMs: 5_000,
    idleTimeoutMs: 400,
    minBytesPerSecond: 1_000,
    rateWindowMs: 400,
    onSend: () => {},
    largeBodies: {
      acquire: async () => {
        ask()
        await granted
        return () => left++
      },
    },
  }
  const trip = { signal: stop.signal, timeoutRetryable: true, heard: false }
  const expected = expectPicture(100 * MIB, () => null)
  read = (path) => readAnswer(connection, new URL(`http://a.test${path}`), expected, rules, trip)
})

afterEach(async () => {
  await connection.destroy()
  await server.close()
})

const aWhile = () => new Promise((done) => setTimeout(done, 600))

// undici's own pause ends the process here: an assertion thrown where nobody can catch it.
describe('a large body that waits for its place', () => {
  it('is read no further, and the server is not blamed', async () => {
    const answer = read('/endless')
    await asked
    await aWhile()
    expect(socket.bytesRead).toBeLessThan(3 * MIB)
    stop.abort(new Error('enough'))
    await expect(answer).rejects.toThrow('enough')
    await server.allClosed()
    grant()
    await aWhile()
    expect(left).toBe(1)
  })

  it('is whole afterwards though the server ended meanwhile', async () => {
    const answer = read('/large')
    await asked
    endServer('end')
    await aWhile()
    grant()
    expect(await answer).toHaveProperty('body.length', large.length)
    expect(left).toBe(1)
  })

  it('is truncated if the server reset the connection meanwhile', async () => {
    const answer = read('/large?promised')
    await asked
    endServer('reset')
    await aWhile()
    grant()
    await expect(answer).rejects.toMatchObject({ refusal: { code: 'body_truncated', retryable: true } })
    await aWhile()
    expect(left).toBe(1)
  })
})

it('asks for no place for a small body', async () => {
  expect(await read('/small')).toMatchObject({ body: Buffer.from('small') })
  expect(left).toBe(0)
})

it('says so if the connection ended while it was idle: nothing was sent', async () => {
  await read('/small')
  const second = read('/small')
  socket.destroy()
  await expect(second).rejects.toThrow(ConnectionGone)
  expect(server.heads.length).toBe(1)
})
