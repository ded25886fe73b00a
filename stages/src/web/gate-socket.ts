import type { Socket } from 'node:net'

export interface Gate {
  /** From now on nothing is read from the socket, its end included; what undici has already read still comes. */
  readonly shut: () => void
  readonly open: () => void
}

/**
 * Back-pressure for a socket that undici reads. Its own (`controller.pause`) must not be used: in version 7 a
 * connection that ends while the parser is paused throws an uncatchable `AssertionError` (nodejs/undici#5360,
 * fixed in 8), so a server could end the process. A shut gate looks like a socket without data.
 */
export function gateSocket(socket: Socket): Gate {
  const read = socket.read.bind(socket)
  let isShut = false
  socket.read = (size?: number) => (isShut ? null : read(size))
  return {
    shut: () => {
      isShut = true
    },
    open: () => {
      isShut = false
      if (!socket.destroyed) socket.emit('readable')
    },
  }
}
