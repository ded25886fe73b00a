import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { ArchiveUnreachableError } from '../../warc/archive-bytes.js'
import { openTestServer, repeats, says, saysAndEnds } from '../test-server.js'
import { openWebBytes } from './open-web-bytes.js'
import { openArchiveServer } from './test-archive-server.js'

describe('an answer that is none', () => {
  it.each([
    ['no HTTP', saysAndEnds('SSH-2.0-OpenSSH_9.6')],
    ['nothing', (socket: Socket) => void socket.end()],
    ['an upgrade', says('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket')],
    ['a head that never ends', repeats('HTTP/1.1 200 OK\r\n', `X: ${'x'.repeat(1000)}\r\n`)],
    ['a head that is never finished', (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\nX: y\r\n')],
    ['interim answers only', repeats('', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', 10)],
    ['a broken chunk', saysAndEnds('HTTP/1.1 200 OK\r\nETag: "1"\r\nTransfer-Encoding: chunked', 'zz\r\n')],
    ['two lengths', saysAndEnds('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6', 'abcdef')],
    [
      'a range that was not asked for',
      says('HTTP/1.1 206 OK\r\nContent-Range: bytes 0-0/1\r\nContent-Length: 1', 'a'),
    ],
  ])('%s is tried again, then given up', async (_, answer) => {
    const raw = await openTestServer({ '/a': answer })
    try {
      const open = async () => {
        const archive = await openWebBytes(`http://127.0.0.1:${raw.port}/a`, {
          access: 'forward',
          retries: 1,
          wait: async () => {},
          headTimeoutMs: 150,
        })
        await archive.read(Buffer.alloc(10), 0, 10, 0).finally(archive.close)
      }
      await expect(open()).rejects.toBeInstanceOf(ArchiveUnreachableError)
      expect(raw.heads.length).toBe(2)
    } finally {
      await raw.close()
    }
  })

  it('a kept connection that the server closed is replaced without a wait', async () => {
    const bytes = Buffer.alloc(1000, 7)
    const server = await openArchiveServer(bytes)
    const read = async () => {
      const waits: number[] = []
      const archive = await openWebBytes(`${server.origin}/a`, {
        access: 'random',
        wait: async (ms) => void waits.push(ms),
      })
      expect(await archive.read(Buffer.alloc(10), 0, 10, bytes.length - 10)).toBe(10)
      await archive.close()
      return waits
    }
    expect(await read()).toEqual([])
    server.dropIdle()
    expect(await read()).toEqual([])
    expect(server.connections()).toBe(2)
    await server.close()
  })
})
