import { execFile, spawnSync } from 'node:child_process'
import type { FetchRefusal } from '@warc2dataset/stages/web/fetch-result'
import { openTestServer, says, type TestServer } from '@warc2dataset/stages/web/test-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inCheckout } from '../place.js'

const FILES = 64
const HOSTS = 200
const limited = (command: string) => ['-c', `ulimit -n ${FILES}; ${command}`]
const canLimit = spawnSync('sh', limited('ulimit -n'), { encoding: 'utf8' }).stdout?.trim() === String(FILES)

type Printed = { readonly ok: true } | FetchRefusal
interface Account {
  readonly inTurn: readonly Printed[]
  readonly full: readonly Printed[]
  readonly freed: Printed
}

function runLimited(port: number): Promise<Account> {
  const script = inCheckout('test/dist/bad-hosts/many-hosts-main.js')
  const args = [...limited('exec "$0" "$@"'), process.execPath, script, String(port), String(HOSTS)]
  return new Promise((resolve, reject) => {
    execFile('sh', args, { maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout))
      else reject(new Error(`Expected exit code 0, got ${error.code ?? error.signal}: ${stderr}`))
    })
  })
}

describe.skipIf(!canLimit)(`${HOSTS} hosts one after the other with ${FILES} files (needs ulimit -n)`, () => {
  let server: TestServer
  let account: Account

  beforeAll(async () => {
    // They stay open at this end.
    server = await openTestServer({ '/': says('HTTP/1.1 200 OK\r\nContent-Length: 7', 'picture') })
    account = await runLimited(server.port)
  })
  afterAll(async () => {
    await server.allClosed()
    await server.close()
  })
  const failures = () => account.inTurn.filter((result) => !result.ok)

  it('give one result each, and the server has seen as many requests as there are pictures', () => {
    expect(account.inTurn).toHaveLength(HOSTS)
    const pictures = HOSTS - failures().length + 1
    expect([server.heads.length, server.connections()]).toEqual([pictures, pictures])
  })

  // Idle connections, of which 256 are kept, have the files: no host after the 46th has one while they live.
  it('give their pictures, since idle connections make room', () => {
    expect(failures()).toEqual([])
  })

  it('with no file left are not asked, and not told to be gone', () => {
    const [name, connection] = account.full
    expect(name).toMatchObject({ ok: false, code: 'dns_error', retryable: true, reach: 'silent' })
    expect(connection).toMatchObject({ ok: false, code: 'connect_error', retryable: true })
    expect(account.freed).toEqual({ ok: true })
  })
})
