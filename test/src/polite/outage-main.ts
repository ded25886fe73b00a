import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runOutage } from './run-outage.js'

const DOMAINS = 48

/** `node test/dist/polite/outage-main.js [--seconds 60]`: prints what an outage did to a run. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seconds: { type: 'string' } } })
  const seconds = Number(values.seconds ?? 60)
  const folder = await mkdtemp(join(tmpdir(), 'warc2dataset-outage-'))
  try {
    const account = await runOutage(folder, { domains: DOMAINS, urlsPerDomain: 40, goneMs: seconds * 1000 })
    const { urls, rows, events, served, servedWhileGone, sent, unanswered } = account
    const failed = rows.filter(({ status }) => status !== 'success')
    const gone = events.find(({ event }) => event === 'network_gone')?.at ?? Number.NaN
    const lines = [
      `${urls} URLs on ${DOMAINS} domains, ${seconds} s without network`,
      ...events.map(({ event, at }) => `${event} ${(at / 1000).toFixed(1)} s after the loss`),
      `${rows.length} rows, ${rows.length - failed.length} pictures, ${failed.length} failures`,
      `${rows.filter(({ attempts }) => attempts !== 1).length} rows with more than one attempt`,
      `${sent} requests sent, ${served.length} reached the server, ${servedWhileGone} of them while it was gone`,
      `connections begun while it was gone: ${unanswered.length}, ${unanswered.filter((at) => at > gone).length} of them after network_gone`,
      ...failed.slice(0, 10).map(({ url, error_message }) => `${url} ${error_message}`),
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
    if (failed.length > 0 || rows.length !== urls || events.length !== 2) process.exitCode = 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
