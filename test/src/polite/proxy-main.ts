import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { PROXY_BACKLOG } from './start-proxy.js'

/** Hands every byte on to the loopback port on its command line. */
const target = Number(process.argv[2])
const server = createServer((socket) => {
  socket.on('error', () => socket.destroy())
  // What only fills the backlog sends nothing, and goes no further.
  socket.once('data', (first) => {
    const onward = connect(target, '127.0.0.1')
    onward.on('error', () => socket.destroy())
    onward.write(first)
    socket.pipe(onward).pipe(socket)
    socket.once('close', () => onward.destroy())
  })
})
server.listen({ port: 0, host: '127.0.0.1', backlog: PROXY_BACKLOG })
await once(server, 'listening')
const address = server.address()
process.on('disconnect', () => process.exit(0))
process.send?.(typeof address === 'object' ? address?.port : null)
