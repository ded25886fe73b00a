import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'

/** Listens, and then stands still until its flag is set: the kernel answers for it until its queue is full. */
const STANDS_STILL = `
const { createServer } = require('node:net')
const { parentPort, workerData } = require('node:worker_threads')
const server = createServer((socket) => {
  socket.on('error', () => {})
  socket.on('data', () => socket.end('HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: 4\\r\\n\\r\\ngood'))
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port)
  setImmediate(() => Atomics.wait(workerData, 0, 0))
})
`
const MOST_FILLERS = 16

/** A port whose server takes no connection: one more than those in its queue gets no answer at all. */
export async function openFullBacklog() {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(STANDS_STILL, { eval: true, workerData: flag })
  const [port]: readonly unknown[] = await once(worker, 'message')
  if (typeof port !== 'number') throw new Error(`Expected a port from the worker, got ${String(port)}`)
  const fillers: Socket[] = []
  let isFull = false
  while (!isFull && fillers.length < MOST_FILLERS) {
    const filler = connect(port, '127.0.0.1')
    filler.on('error', () => {})
    fillers.push(filler)
    isFull = !(await connects(filler))
  }
  return {
    port,
    isFull,
    /** The server goes on, and has room again. */
    release: async () => {
      for (const filler of fillers) filler.destroy()
      Atomics.store(flag, 0, 1)
      Atomics.notify(flag, 0)
      // An answer to the last in the queue: it is empty.
      while (!(await answers(port)));
    },
    close: async () => {
      for (const filler of fillers) filler.destroy()
      Atomics.store(flag, 0, 1)
      Atomics.notify(flag, 0)
      await worker.terminate()
    },
  }
}

const connects = (socket: Socket) => happens(socket, 'connect')

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1', () => socket.write('x'))
  socket.on('error', () => {})
  const isAnswered = await happens(socket, 'data')
  socket.destroy()
  return isAnswered
}

/** Whether it does before the kernel would send its second SYN. */
function happens(socket: Socket, event: 'connect' | 'data'): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), 300)
    socket.once(event, () => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}
