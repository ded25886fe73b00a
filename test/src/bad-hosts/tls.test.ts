import { says } from '@warc2dataset/stages/web/test-server'
import { describe, expect, it } from 'vitest'
import { openRawServer } from './raw-server.js'
import { byDeadline, openTcpFetcher, openTcpWorld, WATCHED } from './tcp-world.js'
import { TLS_CASES } from './tls-answers.js'

const live = new AbortController().signal

describe.concurrent('a host that, in place of a TLS handshake,', () => {
  it.each(TLS_CASES)('$name: $code', async ({ answer, code, retryable, reach }) => {
    const host = await openRawServer(answer)
    const { server, close } = await openTcpWorld(says('HTTP/1.1 404 Not Found'), WATCHED)
    const fetcher = openTcpFetcher(WATCHED)
    const result = await byDeadline(fetcher.fetch(`https://127.0.0.1:${host.port}/`, live), WATCHED)
    expect(result).toMatchObject({ ok: false, code, retryable, reach })
    await host.allClosed()
    expect(host.connections()).toBe(1)
    const good = fetcher.fetch(`http://127.0.0.1:${server.port}/good-once`, live)
    expect(await byDeadline(good, WATCHED)).toMatchObject({ ok: true, body: Buffer.from('good') })
    await Promise.all([fetcher.close(), host.close(), close()])
  })
})
