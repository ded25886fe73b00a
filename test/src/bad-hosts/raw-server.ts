import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/** Answers the first bytes of each connection, whatever they are. */
export async function openRawServer(answer: (socket: Socket) => void) {
  const open = new Map<Socket, Promise<void>>()
  let connections = 0
  const server = createServer((socket) => {
    connections++
    // What writes without end is reset.
    socket.on('error', () => {})
    socket.once('data', () => answer(socket))
    const closed = new Promise<void>((resolve) => {
      socket.once('close', () => {
        open.delete(socket)
        resolve()
      })
    })
    open.set(socket, closed)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Expected a port, got none')
  return {
    port: address.port,
    /** So far. */
    connections: () => connections,
    /** Resolves when the other side has closed all of them. */
    allClosed: async () => {
      await Promise.all(open.values())
    },
    close: async () => {
      for (const socket of open.keys()) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
