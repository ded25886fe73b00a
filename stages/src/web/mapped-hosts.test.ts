import { describe, expect, it } from 'vitest'
import { createMappedHosts } from './mapped-hosts.js'

describe('createMappedHosts', () => {
  const { find } = createMappedHosts({
    'a.test': '127.0.0.1:1',
    '*.test': '127.0.0.1:2',
    '*.deep.test': '[::1]:3',
    'B\u00fccher.example': '127.0.0.2:4',
    '10.0.0.1': '127.0.0.1:5',
  })

  it.each([
    ['a.test', 1],
    ['b.test', 2],
    ['x.a.test', 2],
    ['x.deep.test', 3],
    ['y.x.deep.test', 3],
    // The name itself is not below itself, but below `test`.
    ['deep.test', 2],
    ['xn--bcher-kva.example', 4],
    ['10.0.0.1', 5],
  ])('leads %s to port %i', (host, port) => {
    expect(find(host)?.port).toBe(port)
  })

  it('finds the longest key below a host of thousands of labels', () => {
    const many = 'a.'.repeat(4_000)
    expect(find(`${many}test`)?.port).toBe(2)
    expect(find(`${many}deep.test`)?.port).toBe(3)
    expect(find(`${many}example`)).toBeNull()
  })

  it.each(['test', 'atest', 'a.test.example', '1.10.0.0.1'])('leaves %s alone', (host) => {
    expect(find(host)).toBeNull()
  })

  it.each([
    [{ 'a b': '127.0.0.1:1' }, 'host names'],
    [{ '*.': '127.0.0.1:1' }, 'host names'],
    [{ '*.10.0.0.1': '127.0.0.1:1' }, 'host names'],
    [{ 'a.test': '8.8.8.8:80' }, 'loopback'],
    [{ 'a.test': '127.0.0.1:0' }, 'loopback'],
    [{ 'a.test': '127.0.0.1:65536' }, 'loopback'],
  ])('refuses %j', (resolve, named) => {
    expect(() => createMappedHosts(resolve)).toThrow(named)
  })
})
