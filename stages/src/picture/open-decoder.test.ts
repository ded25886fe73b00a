import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Decoder, openDecoder } from './open-decoder.js'
import { defaultPictureLimits, type PictureLimits } from './picture-limits.js'
import { gradient } from './test-pictures.js'

const never = new AbortController().signal
const folder = mkdtempSync(join(tmpdir(), 'decoder-'))
const dist = new URL('../../dist/picture/', import.meta.url)
const open: Decoder[] = []
let attempt = 0

afterEach(async () => {
  await Promise.all(open.splice(0).map((decoder) => decoder.close()))
})
afterAll(() => rmSync(folder, { recursive: true }))

/**
 * A child that answers with the text after the GIF magic as detail, or does what that text says. Its log is a
 * folder of empty folders, since a child cannot write a byte to a file.
 */
const fakeChild = `
import { mkdirSync } from 'node:fs'
process.on('disconnect', () => process.exit())
process.on('message', ({ bytes }) => {
  const word = bytes.subarray(6).toString()
  mkdirSync(process.argv[1] + '.log/' + process.hrtime.bigint() + ' ' + process.pid + ' ' + word, { recursive: true })
  if (word === 'kill') process.kill(process.pid, 'SIGKILL')
  if (word === 'abort') process.abort()
  if (word === 'hang') for (;;);
  if (word === 'bad_alloc') { console.error("terminate called after throwing an instance of 'std::bad_alloc'"); process.exit(1) }
  if (word === 'garbage') return process.send(null)
  if (word === 'half') {
    const outcome = { ok: true, jpeg: Buffer.alloc(9), width: 1, height: 1, brightness: 'bright' }
    return process.send({ kind: 'answer', exhausted: false, outcome })
  }
  if (word === 'first' && !globalThis.served) process.exit(3)
  globalThis.served = true
  const exhausted = word === 'exhausted'
  const code = exhausted ? 'decode_memory' : 'decode_error'
  setTimeout(() => process.send({ kind: 'answer', exhausted, outcome: { ok: false, code, detail: word } }), word === 'slow' ? 300 : 5)
})
process.send({ kind: 'ready' })
`

async function openFake(children: number, limits: Partial<PictureLimits> = {}, source = fakeChild) {
  const childScript = join(folder, `child-${attempt++}.mjs`)
  writeFileSync(childScript, source)
  const decoder = await openDecoder({ limits: { ...defaultPictureLimits, ...limits }, children, childScript })
  open.push(decoder)
  const ask = (word: string, signal = never) =>
    decoder.decode(Buffer.from(`GIF89a${word}`), signal).then((o) => (o.ok ? 'ok' : `${o.code}: ${o.detail}`))
  const log = () =>
    readdirSync(`${childScript}.log`)
      .sort()
      .map((name) => name.slice(name.indexOf(' ') + 1))
  return { decoder, ask, log }
}

describe('a picture that ends its child', () => {
  test.each([
    ['kill', 'decode_crash', 'SIGKILL'],
    ['abort', 'decode_crash', 'SIGABRT'],
    ['bad_alloc', 'decode_memory', 'bad_alloc'],
    ['garbage', 'decode_crash', 'protocol'],
    ['half', 'decode_crash', 'protocol'],
  ])('%s: only it is lost, after one retry alone in a fresh child', async (word, code, detail) => {
    const { decoder, ask, log } = await openFake(2)
    const words = ['a', 'b', 'c', word, 'd', 'e', 'f']
    const outcomes = await Promise.all(words.map((each) => ask(each)))
    outcomes.forEach((outcome, i) => {
      if (words[i] !== word) expect(outcome).toBe(`decode_error: ${words[i]}`)
      else expect(outcome).toMatch(new RegExp(`^${code}: .*${detail}.*twice`))
    })
    expect(decoder.stats()).toMatchObject({ decodes: 7, crashes: 2 })
    const victims = log().filter((line) => line.endsWith(` ${word}`))
    expect(victims).toHaveLength(2)
    const retryPid = victims[1]?.split(' ')[0]
    expect(log().filter((line) => line.startsWith(`${retryPid} `))).toHaveLength(1)
  })

  test('one that hangs is stopped by the time limit', async () => {
    const { ask, decoder } = await openFake(2, { timeoutMs: 250 })
    const started = Date.now()
    const [hung, other] = await Promise.all([ask('hang'), ask('x')])
    expect(hung).toBe('decode_timeout: no result in 250 ms, twice')
    expect(other).toBe('decode_error: x')
    expect(Date.now() - started).toBeLessThan(5000)
    expect(decoder.stats().crashes).toBe(2)
  })

  test('memory that ran out after other pictures is tried again in a fresh child', async () => {
    const { ask, log } = await openFake(1)
    await ask('x')
    expect(await ask('exhausted')).toBe('decode_memory: exhausted')
    expect(await ask('exhausted')).toBe('decode_memory: exhausted')
    expect(log().filter((line) => line.endsWith('exhausted'))).toHaveLength(3)
  })
})

test('children are replaced after recycleAfter pictures', async () => {
  const { ask, decoder, log } = await openFake(1, { recycleAfter: 3 })
  for (let i = 0; i < 7; i++) await ask(`p${i}`)
  expect(new Set(log().map((line) => line.split(' ')[0])).size).toBe(3)
  expect(decoder.stats()).toEqual({ decodes: 7, spawned: 3, crashes: 0 })
})

test('first in, first out, never more at once than children', async () => {
  const { ask, log } = await openFake(1)
  await Promise.all(Array.from({ length: 20 }, (_, i) => ask(`p${i}`)))
  expect(log().map((line) => line.split(' ')[1])).toEqual(Array.from({ length: 20 }, (_, i) => `p${i}`))
})

describe('abort and close', () => {
  test('an abort rejects what waits and what runs with its reason; others go on', async () => {
    const { ask, decoder } = await openFake(1)
    const abort = new AbortController()
    const doomed = [ask('slow', abort.signal), ask('waits', abort.signal)]
    const spared = ask('spared')
    const settled = Promise.allSettled(doomed)
    setTimeout(() => abort.abort(new Error('enough')), 50)
    for (const result of await settled) expect(result).toMatchObject({ reason: { message: 'enough' } })
    expect(await spared).toBe('decode_error: spared')
    expect(decoder.stats()).toMatchObject({ decodes: 1, crashes: 0 })
    await expect(ask('x', abort.signal)).rejects.toThrow('enough')
  })

  test('close rejects what is pending and leaves no process', async () => {
    const { ask, decoder, log } = await openFake(2)
    const settled = Promise.allSettled([ask('slow'), ask('hang'), ask('waits')])
    await new Promise((resolve) => setTimeout(resolve, 100))
    await decoder.close()
    await decoder.close()
    for (const result of await settled) expect(result).toMatchObject({ reason: { message: /closed/ } })
    for (const line of log()) expect(existsSync(`/proc/${line.split(' ')[0]}`)).toBe(false)
    await expect(ask('late')).rejects.toThrow('closed')
  })
})

describe('opening', () => {
  test('an unfit child is refused with its reason', async () => {
    const unfit = `process.send({ kind: 'unfit', detail: 'no canary' }); process.disconnect()`
    await expect(openFake(1, {}, unfit)).rejects.toThrow('Expected a decoder child to start, got no canary')
  })

  test('so is one that dies at once', async () => {
    await expect(openFake(1, {}, 'process.exit(5)')).rejects.toThrow('exit 5')
  })

  test.each([
    [{ memoryBytes: 2 ** 20 }, 'memoryBytes'],
    [{ quality: 0 }, 'quality'],
    [{ timeoutMs: Number.NaN }, 'timeoutMs'],
  ])('limits out of range: %j', async (limits, name) => {
    const bad = openDecoder({ limits: { ...defaultPictureLimits, ...limits }, children: 1 })
    await expect(bad).rejects.toThrow(name)
  })

  test('no children', async () => {
    await expect(openDecoder({ limits: defaultPictureLimits, children: 0 })).rejects.toThrow('children')
  })
})

describe('the real child', () => {
  let parent: ReturnType<typeof spawn> | undefined
  const parentScript = join(folder, 'parent.mjs')

  beforeAll(async () => {
    const slow = await gradient(2500, 2500).avif({ effort: 0 }).toBuffer()
    writeFileSync(join(folder, 'slow.avif'), slow)
    writeFileSync(
      parentScript,
      `import { readFileSync } from 'node:fs'
       import { openDecoder } from ${JSON.stringify(new URL('open-decoder.js', dist).href)}
       import { defaultPictureLimits } from ${JSON.stringify(new URL('picture-limits.js', dist).href)}
       const decoder = await openDecoder({ limits: defaultPictureLimits, children: 2 })
       const bytes = readFileSync(${JSON.stringify(join(folder, 'slow.avif'))})
       const loop = async () => { for (;;) await decoder.decode(bytes, new AbortController().signal) }
       loop(); loop()
       console.log(readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8'))`,
    )
  })
  afterEach(() => parent?.kill('SIGKILL'))

  test('a parent killed with -9 leaves no orphan, even in the middle of a decode', async () => {
    parent = spawn(process.execPath, [parentScript], { stdio: ['ignore', 'pipe', 'inherit'] })
    const pids = await new Promise<string[]>((resolve) => {
      parent?.stdout?.once('data', (data) => resolve(String(data).trim().split(/\s+/)))
    })
    expect(pids).toHaveLength(2)
    await new Promise((resolve) => setTimeout(resolve, 150))
    parent.kill('SIGKILL')
    const deadline = Date.now() + 3000
    const alive = () => pids.filter((pid) => isRunning(pid))
    while (alive().length > 0 && Date.now() < deadline) await new Promise((r) => setTimeout(r, 20))
    expect(alive()).toEqual([])
  })

  test('INT and TERM do not end it, its environment is minimal, its limits are set', async () => {
    const decoder = await openDecoder({
      limits: { ...defaultPictureLimits, memoryBytes: 2 ** 29 },
      children: 1,
    })
    open.push(decoder)
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(/\s+/)
    const script = fileURLToPath(new URL('decode-child.js', dist))
    const pid = children.find((each) => readFileSync(`/proc/${each}/cmdline`, 'utf8').includes(script))
    expect(pid).toBeDefined()
    process.kill(Number(pid), 'SIGINT')
    process.kill(Number(pid), 'SIGTERM')
    expect(await decoder.decode(await gradient(40, 30).png().toBuffer(), never)).toMatchObject({ ok: true })
    expect(decoder.stats()).toEqual({ decodes: 1, spawned: 1, crashes: 0 })
    const names = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .map((each) => each.split('=')[0])
    expect(names).not.toContain('HOME')
    expect(names).not.toContain('NODE_OPTIONS')
    const rlimits = readFileSync(`/proc/${pid}/limits`, 'utf8')
    expect(rlimits).toMatch(/Max data size\s+536870912\s+536870912/)
    expect(rlimits).toMatch(/Max core file size\s+0\s+0/)
  })
})

function isRunning(pid: string): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false
  return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}
