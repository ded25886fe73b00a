import { execFile, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { FetchRefusal } from '@warc2dataset/stages/web/fetch-result'
import { beforeAll, describe, expect, it } from 'vitest'
import { inCheckout } from '../place.js'

const FILES = 64
const COUNT = 200
const limited = (command: string) => ['-c', `ulimit -n ${FILES}; ${command}`]
const canLimit = spawnSync('sh', limited('ulimit -n'), { encoding: 'utf8' }).stdout?.trim() === String(FILES)

interface Printed {
  readonly crowd: readonly ({ readonly ok: true } | FetchRefusal)[]
  readonly after: readonly { readonly ok: boolean }[]
}

function runLimited(port: number): Promise<Printed> {
  const script = inCheckout('test/dist/bad-hosts/few-files-main.js')
  const args = [...limited('exec "$0" "$@"'), process.execPath, script, String(port), String(COUNT)]
  return new Promise((resolve, reject) => {
    execFile('sh', args, { maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout))
      else reject(new Error(`Expected exit code 0, got ${error.code ?? error.signal}: ${stderr}`))
    })
  })
}

async function runAgainstSlowServer(): Promise<Printed> {
  const server = createServer((_request, response) => {
    setTimeout(() => response.writeHead(200).end('picture'), 500)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Expected a port, got none')
  try {
    return await runLimited(address.port)
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

describe.skipIf(!canLimit)(`${COUNT} fetches at once with ${FILES} files (needs ulimit -n)`, () => {
  let printed: Printed
  beforeAll(async () => {
    printed = await runAgainstSlowServer()
  })
  const failures = () => printed.crowd.filter((result) => !result.ok)

  it('give one result each, and those without a file may be asked again', () => {
    expect(printed.crowd).toHaveLength(COUNT)
    // The limit was met, else nothing was tried; and some got through.
    expect(failures().length).toBeGreaterThan(COUNT - FILES)
    expect(failures().length).toBeLessThan(COUNT)
    for (const failure of failures()) {
      expect(failure).toMatchObject({ code: 'connect_error', retryable: true })
      expect(failure.detail).toMatch(/^EMFILE/)
    }
  })

  it('leave the fetcher in order', () => {
    expect(printed.after).toEqual(Array.from({ length: 10 }, () => ({ ok: true })))
  })

  // `refused` is "somebody answered, but not in HTTP" (fetch-result.ts): the host is blamed for a lack of ours.
  it('are not told as refused by the host', () => {
    expect(failures().filter(({ reach }) => reach === 'refused')).toEqual([])
  })
})
