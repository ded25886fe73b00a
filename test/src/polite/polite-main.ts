import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { POLITE_SITES, politeSiteOf } from './polite-plan.js'
import { runPolitely } from './run-politely.js'
import { accountOf } from './site-account.js'

/** `node test/dist/polite/polite-main.js`: what each site was asked at most, by the server's log, as a table. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'warc2dataset-polite-'))
  try {
    const { served } = await runPolitely(folder)
    const rows = POLITE_SITES.map(({ name, limits: { connections, perSecond } }) => {
      const { requests, mostAtOnce, mostPerSecond, leastApart } = accountOf(
        served.filter(({ host }) => politeSiteOf(host)?.name === name),
      )
      const isOver = mostAtOnce > connections || mostPerSecond > perSecond
      if (isOver) process.exitCode = 1
      const apart = Number.isFinite(leastApart) ? leastApart.toFixed(0) : '–'
      return [
        name,
        requests,
        mostAtOnce,
        mostPerSecond,
        apart,
        `${connections}; ${perSecond}/s`,
        isOver ? 'OVER' : '',
      ]
    })
    const head = [
      'domain',
      'requests',
      'highest at once',
      'highest per second',
      'least apart, ms',
      'limit',
      '',
    ]
    const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
    process.stdout.write(`${lines.join('\n')}\n`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
