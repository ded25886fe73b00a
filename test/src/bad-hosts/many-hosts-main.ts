import { closeSync, openSync } from 'node:fs'
import { type Fetcher, openFetcher } from '@warc2dataset/stages/web/open-fetcher'
import { createResolve } from '@warc2dataset/stages/web/resolver'

/** Asks many hosts of one port one after the other, then for names and connections with no file left; prints what came. */
const [port, count] = process.argv.slice(2)
const live = new AbortController().signal
const options = {
  userAgent: 'test (+https://example.org/contact)',
  allowHosts: [],
  resolve: { '*.test': `127.0.0.1:${port}` },
  totalTimeoutMs: 20_000,
  maxBytes: 1_000,
  maxRedirects: 3,
}
const ask = async (fetcher: Fetcher, url: string) => {
  const result = await fetcher.fetch(url, live)
  return result.ok ? { ok: true } : result
}

const warm = openFetcher(options)
const inTurn: unknown[] = []
for (let at = 0; at < Number(count); at++) inTurn.push(await ask(warm, `http://h${at}.test/`))
await warm.close()

const cold = openFetcher({ ...options, lookup: createResolve({ servers: [`127.0.0.1:${port}`] }) })
const files = takeAllFiles()
const full = [await ask(cold, 'http://name.example/'), await ask(cold, 'http://a.test/')]
for (const file of files) closeSync(file)
const freed = await ask(cold, 'http://a.test/')
await cold.close()
process.stdout.write(JSON.stringify({ inTurn, full, freed }))

function takeAllFiles(): readonly number[] {
  const taken: number[] = []
  for (;;) {
    try {
      taken.push(openSync('/dev/null', 'r'))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EMFILE') return taken
      throw error
    }
  }
}
