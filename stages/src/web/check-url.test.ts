import { describe, expect, it } from 'vitest'
import { checkUrl, hostKey } from './check-url.js'

const none = new Set<string>()
const ruleOf = (url: string, open = none) => {
  const checked = checkUrl(url, open)
  return checked.ok ? `ok ${checked.host}` : checked.rule
}

describe('checkUrl', () => {
  it.each([
    ['http://example.org/a?b#c', 'ok example.org'],
    ['https://EXAMPLE.org./', 'ok example.org'],
    ['https://bücher.example:443/', 'ok xn--bcher-kva.example'],
    ['http://example.org:443/', 'ok example.org'],
    ['http://under_score.example/', 'ok under_score.example'],
    ['http://8.8.8.8/', 'ok 8.8.8.8'],
    ['http://0x08080808/', 'ok 8.8.8.8'],
    ['http://[2606:4700:4700:0::1111]/', 'ok 2606:4700:4700::1111'],
    ['ftp://example.org/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['data:image/gif;base64,R0lGOD', 'scheme'],
    ['javascript:1', 'scheme'],
    ['//example.org/', 'unparsable'],
    ['', 'unparsable'],
    ['http://', 'unparsable'],
    ['http://1.2.3.4.5/', 'unparsable'],
    ['http://256.1.1.1/', 'unparsable'],
    ['http://[::1%25eth0]/', 'unparsable'],
    ['http://user@example.org/', 'credentials'],
    ['http://:pass@example.org/', 'credentials'],
    ['http://example.org:22/', 'port'],
    ['http://example.org:8080/', 'port'],
    ['http://example.org:0/', 'port'],
    ['http://com/', 'name'],
    ['http://localhost/', 'name'],
    ['http://LOCALHOST./', 'name'],
    ['http://a.localhost/', 'name'],
    ['http://printer.local/', 'name'],
    ['http://metadata.google.internal/', 'name'],
    ['http://router.home.arpa/', 'name'],
    ['http://abc.onion/', 'name'],
    [`http://${'a.'.repeat(127)}com/`, 'name'],
    // WHATWG URL, "ends in a number": two final dots make a name of each of these.
    ['http://127.0.0.1../', 'name'],
    ['http://0x7f.1../', 'name'],
    ['http://127.0.0.1.\u3002/', 'name'],
    ['http://localhost../', 'name'],
    ['http://localhost%2e%2e/', 'name'],
    ['http://metadata.google.internal../', 'name'],
    ['http://example.org../', 'name'],
    ['http://.../', 'name'],
    [`http://example.org/${'a'.repeat(8192)}`, 'too_long'],
    ['http://10.0.0.1/', 'address'],
    ['http://[fd00:ec2::254]/', 'address'],
  ])('%s: %s', (url, rule) => {
    expect(ruleOf(url)).toBe(rule)
  })

  it('frees a named host of the rules for port, name and address only', () => {
    const open = new Set(['localhost', '127.0.0.1', '::1'])
    expect(ruleOf('http://localhost:8080/', open)).toBe('ok localhost')
    expect(ruleOf('https://2130706433:22/', open)).toBe('ok 127.0.0.1')
    expect(ruleOf('http://[0::1]:9/', open)).toBe('ok ::1')
    expect(ruleOf('ftp://localhost/', open)).toBe('scheme')
    expect(ruleOf('http://me@localhost/', open)).toBe('credentials')
    expect(ruleOf('http://a.localhost:8080/', open)).toBe('port')
    expect(ruleOf('http://127.0.0.2/', open)).toBe('address')
  })
})

describe('hostKey', () => {
  it.each([
    ['Example.ORG.', 'example.org'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['0x7f.1', '127.0.0.1'],
    ['::1', '::1'],
    ['[0:0::1]', '::1'],
    ['localhost', 'localhost'],
    ['example.org:80', null],
    ['example.org:8080', null],
    ['http://example.org', null],
    ['example.org/a', null],
    ['a@example.org', null],
    ['*.example.org', null],
    ['example.org..', null],
    ['127.0.0.1..', null],
    ['.', null],
    ['', null],
  ])('%s: %s', (host, key) => {
    expect(hostKey(host)).toBe(key)
  })
})
