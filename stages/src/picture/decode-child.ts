import type { FromChild, Task, Tasks, ToChild } from './child-messages.js'
import { cutStored } from './cut-stored.js'
import { type DecodeAnswer, decodePicture } from './decode-picture.js'
import { checkLoaders, restrictSharp } from './picture-loaders.js'
import { readPixels } from './read-pixels.js'
import { readRgb } from './read-rgb.js'

/** Entry point of a decoder child: `argv[2]` is its RLIMIT_DATA in bytes. Started by `startChild` only. */
async function main(): Promise<void> {
  // Ctrl-C, and the TERM of a service manager, reach the whole family: only the parent decides when a child ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
  // A parent killed with -9 cannot end its children. KILL, since exit() would wait for the decode in progress.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  try {
    checkMemoryLimit(Number(process.argv[2]))
    restrictSharp()
    await checkLoaders()
  } catch (error) {
    send({ kind: 'unfit', detail: error instanceof Error ? error.message : String(error) })
    process.disconnect()
    return
  }
  process.on('message', (request: ToChild) => {
    void work(request).then((answer) => send({ kind: 'answer', ...answer }))
  })
  send({ kind: 'ready' })
}

function work(request: ToChild): Promise<DecodeAnswer<Tasks[Task]['outcome']>> {
  switch (request.kind) {
    case 'decode':
      return decodePicture(request)
    case 'pixels':
      return readPixels(request)
    case 'cut':
      return cutStored(request)
    case 'rgb':
      return readRgb(request)
  }
}

/** Not every system enforces RLIMIT_DATA on mapped memory; a child that is not bounded must not decode. */
function checkMemoryLimit(bytes: number): void {
  try {
    new ArrayBuffer(bytes)
  } catch {
    return
  }
  throw new Error(
    `Expected RLIMIT_DATA to bound a decoder child to ${bytes} bytes, got more (Linux 4.7+ does)`,
  )
}

function send(message: FromChild): void {
  process.send?.(message)
}

await main()
