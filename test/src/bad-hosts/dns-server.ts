import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import {
  type DnsRecord,
  encodeReply,
  NOERROR,
  type Question,
  readQuestion,
  truncateReply,
} from './dns-wire.js'

/** One question with its circumstances. */
export interface Asked extends Question {
  readonly transport: 'udp' | 'tcp'
  /** How often this name and type came before over this transport: 0 for the first time. */
  readonly before: number
}

/** What to say: records, a response code (1 to 15), bytes as they are, or null for nothing at all. */
export type Reply = readonly DnsRecord[] | number | { readonly raw: (query: Buffer) => Buffer } | null

export interface DnsServer {
  /** `127.0.0.1:port`, the same port for UDP and TCP. */
  readonly address: string
  /** Every question so far, in the order of arrival. */
  readonly asked: readonly Asked[]
  readonly close: () => Promise<void>
}

const MAX_UDP_BYTES = 512

/**
 * A name server on loopback that says what `script` says. Records that do not fit in 512 bytes are left out of a
 * datagram and TC is set (RFC 1035 sections 2.3.4 and 4.2.1), so that the resolver comes again by TCP. `tcp: false`
 * leaves the TCP port closed.
 */
export async function openDnsServer(
  script: (asked: Asked) => Reply,
  options: { readonly tcp?: boolean } = {},
): Promise<DnsServer> {
  const asked: Asked[] = []
  const open = new Set<Socket>()

  const answer = (query: Buffer, transport: Asked['transport']): Buffer | null => {
    const question = readQuestion(query)
    const same = ({ name, type, transport: other }: Asked) =>
      name === question.name && type === question.type && transport === other
    const now: Asked = { ...question, transport, before: asked.filter(same).length }
    asked.push(now)
    const reply = script(now)
    if (reply === null) return null
    if (typeof reply === 'number') return encodeReply(query, reply, [])
    if ('raw' in reply) return reply.raw(query)
    const whole = encodeReply(query, NOERROR, reply)
    return transport === 'udp' && whole.length > MAX_UDP_BYTES ? truncateReply(query) : whole
  }

  const udp = createSocket('udp4')
  udp.on('message', (query, { port, address }) => {
    const reply = answer(query, 'udp')
    if (reply !== null) udp.send(reply, port, address)
  })

  const serve = (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    // A resolver that has what it wants may reset.
    socket.on('error', () => {})
    let bytes = Buffer.alloc(0)
    socket.on('data', (more: Buffer) => {
      bytes = Buffer.concat([bytes, more])
      while (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE(0)) {
        const end = 2 + bytes.readUInt16BE(0)
        const reply = answer(bytes.subarray(2, end), 'tcp')
        bytes = bytes.subarray(end)
        if (reply !== null)
          socket.write(Buffer.concat([Buffer.from([reply.length >> 8, reply.length & 255]), reply]))
      }
    })
  }
  const tcp = createServer(serve)

  tcp.listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  const port = portOf(tcp)
  udp.bind(port, '127.0.0.1')
  await once(udp, 'listening')
  if (options.tcp === false) tcp.close()

  return {
    address: `127.0.0.1:${port}`,
    asked,
    close: async () => {
      udp.close()
      for (const socket of open) socket.destroy()
      if (!tcp.listening) return
      tcp.close()
      await once(tcp, 'close')
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new Error(`Expected a port for TCP, got ${address}`)
  return address.port
}
