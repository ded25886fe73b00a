import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type HostAnswer = (request: IncomingMessage, response: ServerResponse) => void

/** A fixture of the tests: many hosts behind one loopback port, told apart by `Host`. */
export interface TestHosts {
  readonly port: number
  /** Host and path of each request, in order; grows. */
  readonly asked: readonly string[]
  /** By host and path; else robots.txt is 404 and everything is a picture. */
  readonly answers: Map<string, HostAnswer>
  readonly close: () => Promise<void>
}

export async function openTestHosts(): Promise<TestHosts> {
  const asked: string[] = []
  const answers = new Map<string, HostAnswer>()
  const server = createServer((request, response) => {
    const place = `${request.headers.host}${request.url}`
    asked.push(place)
    const answer = answers.get(place) ?? says(request.url === '/robots.txt' ? 404 : 200, {})
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Expected a port, got none')
  return {
    port: address.port,
    asked,
    answers,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

export function says(
  status: number,
  headers: Readonly<Record<string, string>>,
  body = 'picture',
): HostAnswer {
  return (_request, response) => void response.writeHead(status, headers).end(body)
}
