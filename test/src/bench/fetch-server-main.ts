import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { createRateCounter, type RateCounter } from './fetch-rate.js'
import type { HostLog, ServerOrder, ServerTold } from './fetch-server.js'

/** One host as the server sees it. */
interface HostCount {
  pictures: number
  robots: number
  others: number
  underWay: number
  mostAtOnce: number
  connections: number
  mostConnections: number
  readonly rate: RateCounter
}

const WINDOW_MS = 1000

const { files, latencyMs } = JSON.parse(process.argv[2] ?? '') as ServerOrder
const bodies = files.map((path) => readFileSync(path))
let hosts = new Map<string, HostCount>()
const hostOfSocket = new WeakMap<Socket, string>()

const server = createServer((request, response) => {
  const { host = '' } = request.headers
  const count = countOf(host)
  enter(count, host, request.socket)
  response.once('close', () => {
    count.underWay -= 1
  })
  if (latencyMs > 0) setTimeout(() => answer(request, response, count), latencyMs)
  else answer(request, response, count)
})
// Else an idle connection could end just as it is used again, and the request come twice.
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('Expected a port, got none')
tell({ kind: 'port', port: address.port })

process.on('message', (asked) => {
  if (asked === 'log') tell({ kind: 'log', hosts: [...hosts].map(toLog) })
  // What is still connected belongs to who was measured before.
  hosts = new Map()
})
process.on('disconnect', () => {
  server.close()
  server.closeAllConnections()
})

function answer({ url = '' }: IncomingMessage, response: ServerResponse, count: HostCount): void {
  const body = bodies[Number(/^\/(\d+)\.jpg$/.exec(url)?.[1] ?? Number.NaN) % bodies.length]
  if (body !== undefined) {
    count.pictures += 1
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': body.length }).end(body)
    return
  }
  count[url === '/robots.txt' ? 'robots' : 'others'] += 1
  response.writeHead(404, { 'content-length': 0 }).end()
}

function countOf(host: string): HostCount {
  const found = hosts.get(host)
  if (found !== undefined) return found
  const count = {
    ...{ pictures: 0, robots: 0, others: 0, underWay: 0, mostAtOnce: 0, connections: 0, mostConnections: 0 },
    rate: createRateCounter(WINDOW_MS),
  }
  hosts.set(host, count)
  return count
}

function enter(count: HostCount, host: string, socket: Socket): void {
  count.rate.note(performance.now())
  count.underWay += 1
  count.mostAtOnce = Math.max(count.mostAtOnce, count.underWay)
  if (hostOfSocket.get(socket) === host) return
  hostOfSocket.set(socket, host)
  count.connections += 1
  count.mostConnections = Math.max(count.mostConnections, count.connections)
  socket.once('close', () => {
    count.connections -= 1
  })
}

function toLog([host, { pictures, robots, others, mostAtOnce, mostConnections, rate }]: readonly [
  string,
  HostCount,
]): HostLog {
  return { host, pictures, robots, others, mostAtOnce, mostConnections, mostPerSecond: rate.most() }
}

function tell(said: ServerTold): void {
  process.send?.(said)
}
