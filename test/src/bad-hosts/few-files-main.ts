import { openFetcher } from '@warc2dataset/stages/web/open-fetcher'

/** Asks for more at once than the process may have files open, then for one after the other; prints what came. */
const [port, count] = process.argv.slice(2)
const fetcher = openFetcher({
  userAgent: 'test (+https://example.org/contact)',
  allowHosts: [],
  resolve: { 'pics.test': `127.0.0.1:${port}` },
  totalTimeoutMs: 20_000,
  maxBytes: 1_000,
  maxRedirects: 3,
})
const live = new AbortController().signal
const fetchOne = async (at: number) => {
  const result = await fetcher.fetch(`http://pics.test/${at}`, live)
  return result.ok ? { ok: true } : result
}
const crowd = await Promise.all(Array.from({ length: Number(count) }, (_, at) => fetchOne(at)))
const after: unknown[] = []
for (let at = 0; at < 10; at++) after.push(await fetchOne(at))
await fetcher.close()
process.stdout.write(JSON.stringify({ crowd, after }))
