import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { ledgerOf, query } from '../bad-input/query.js'
import { runCli, TRACE } from '../bad-input/run-cli.js'
import { filesOf, tempFolder } from '../bad-input/temp-folder.js'
import { readInspection, refusalOf, there } from './inspect-here.js'
import { writeLedgerRun } from './ledger-run.js'
import { smallLedger } from './small-ledger.js'

const at = tempFolder()
const ROWS = 300

beforeAll(() => writeLedgerRun(at('sound'), smallLedger(ROWS)))
beforeEach(async () => {
  await rm(at('run'), { recursive: true, force: true })
  await cp(at('sound'), at('run'), { recursive: true })
})

/** Rows of the sound ledger, asked of its files. */
async function ask(condition: string): Promise<number> {
  const [row] = await query(`SELECT count(*) AS n FROM ${ledgerOf(at('sound'))} WHERE ${condition}`)
  return Number(row?.['n'])
}

async function ledgerFile(phase: string): Promise<string> {
  if (phase !== 'select') return at(`run/ledger/phase=${phase}/all.parquet`)
  const [selection] = await readdir(at('run/selections'))
  return at(`run/selections/${selection}/ledger.parquet`)
}

/** Puts the rows of `select` in the place of a ledger file; `rows` stands for those that were there. */
async function rewrite(phase: string, select: string): Promise<void> {
  const file = await ledgerFile(phase)
  await query(`CREATE TABLE "rows" AS FROM '${file}'; COPY (${select}) TO '${file}' (FORMAT parquet)`)
}

/** Changes the counts of a phase's commit. */
async function recount(phase: string, change: (counts: Counts) => void): Promise<void> {
  const folder = at('run/commits', phase)
  const [name = ''] = (await readdir(folder, { recursive: true })).filter((one) => one.endsWith('.json'))
  const commit = JSON.parse(await readFile(join(folder, name), 'utf8')) as { counts: Counts }
  change(commit.counts)
  await writeFile(join(folder, name), JSON.stringify(commit))
}
interface Counts {
  in: number
  kept: number
  dropped: Record<string, number>
  failed: Record<string, number>
}

/** Neither draws anything nor touches what an earlier call has drawn. */
async function expectRefused(...messages: readonly string[]): Promise<void> {
  const old = { 'inspect.json': '{"old": true}', 'report.html': 'old' }
  await mkdir(at('run/inspect'))
  for (const [name, text] of Object.entries(old)) await writeFile(at('run/inspect', name), text)
  const { code, message } = await refusalOf(at('run'), at('run/inspect'))
  for (const line of messages) expect(message).toContain(line)
  expect(code).toBe(10)
  expect((await filesOf(at('run/inspect')))?.length).toBe(2)
  for (const [name, text] of Object.entries(old)) {
    expect(await readFile(at('run/inspect', name), 'utf8')).toBe(text)
  }
}

it('lets a sound run through, with every sum that was compared', async () => {
  const { code, stderr } = await runCli(['inspect', at('run')])
  expect(code, stderr).toBe(0)
  const { method, funnel } = readInspection(at('run/inspect'))
  const checks = new Map(method.checks.map(({ check, expected, got }) => [check, [expected, got]]))
  const kept = await ask(`outcome = 'kept'`)
  expect(checks.get('rows of the ledger')).toEqual([ROWS, ROWS])
  expect(checks.get('kept')).toEqual([kept, kept])
  const lost = await ask(`reason = 'timeout'`)
  expect(checks.get('left for timeout')).toEqual([lost, lost])
  const select = await ask(`exit_phase = 'select' AND outcome = 'dropped'`)
  expect(checks.get('left in select')).toEqual([select, select])
  expect(method.checks.filter(({ expected, got }) => expected !== got)).toEqual([])
  expect(there(funnel).references?.total).toBe(ROWS + 3 * ROWS + 7)
})

it('a commit that counts one failure more than the ledger has, and one candidate less for the next phase', async () => {
  const [n, judged] = [await ask(`reason = 'timeout'`), await ask(`exit_phase = 'select'`)]
  await recount('fetch', (counts) => {
    counts.failed['timeout'] = n + 1
    counts.kept = judged - 1
  })
  const line = `Phase select: Expected ${judged - 1} candidates from upstream, got ${judged}`
  await expectRefused(line)
  const { code, stdout, stderr } = await runCli(['inspect', at('run'), '--out', at('fresh')])
  expect(stderr).toBe(`${line}\n`)
  expect(stdout).toBe('')
  expect(code).toBe(10)
  expect(await filesOf(at('fresh'))).toBeNull()
})

it('a commit whose own counts do not balance', async () => {
  const [n, kept] = [await ask(`reason = 'timeout'`), await ask(`outcome = 'kept'`)]
  await recount('fetch', ({ failed }) => {
    failed['timeout'] = n + 1
  })
  await expectRefused(`Expected in = kept + dropped + failed, got ${ROWS} in, ${kept} kept`)
})

it('a commit that calls one drop by another reason', async () => {
  const n = await ask(`reason = 'low_similarity'`)
  await recount('select', ({ dropped }) => {
    dropped['low_similarity'] = n - 1
    dropped['no_caption'] = 1
  })
  await expectRefused(
    `Ledger: Expected ${n - 1} for left for low_similarity, got ${n}`,
    'Ledger: Expected 1 for left for no_caption, got 0',
  )
})

it.each([
  ['candidate', `Expected ${4 * ROWS + 7} = ${ROWS} candidates + those without, got 301 + ${3 * ROWS + 7}`],
  ['total', `Expected ${4 * ROWS + 8} = ${ROWS} candidates + those without, got ${ROWS} + ${3 * ROWS + 7}`],
])('an account of picture references that counts one %s more', async (name, message) => {
  const folder = at('run/commits/extract')
  const [file = ''] = (await readdir(folder, { recursive: true })).filter((one) => one.endsWith('.json'))
  const text = await readFile(join(folder, file), 'utf8')
  const more = text.replace(new RegExp(`("${name}":\\s*)(\\d+)`), (_, key, n) => `${key}${Number(n) + 1}`)
  await writeFile(join(folder, file), more)
  await expectRefused(`Picture references: ${message}`)
})

it('a row of the ledger that is there twice', async () => {
  const kept = await ask(`outcome = 'kept'`)
  await rewrite('select', `FROM "rows" UNION ALL (FROM "rows" WHERE outcome = 'kept' LIMIT 1)`)
  await expectRefused(
    `Ledger: Expected ${ROWS} for rows of the ledger, got ${ROWS + 1}`,
    `Ledger: Expected ${kept} for kept, got ${kept + 1}`,
  )
})

it('a row that is there twice in the place of another', async () => {
  const [a, b] = await query(`FROM '${await ledgerFile('select')}' ORDER BY candidate_id LIMIT 2`)
  await rewrite(
    'select',
    `SELECT * REPLACE (CASE candidate_id WHEN ${b?.['candidate_id']} THEN ${a?.['candidate_id']} ELSE candidate_id END
       AS candidate_id) FROM "rows"`,
  )
  await expectRefused(`Ledger: Expected ${ROWS} for distinct candidates in it, got ${ROWS - 1}`)
})

it('a row that is gone', async () => {
  const [n, failed] = [await ask(`reason = 'timeout'`), await ask(`exit_phase = 'fetch'`)]
  await rewrite('fetch', `FROM "rows" ORDER BY reason <> 'timeout', candidate_id OFFSET 1`)
  await expectRefused(
    `Ledger: Expected ${ROWS} for rows of the ledger, got ${ROWS - 1}`,
    `Ledger: Expected ${n} for left for timeout, got ${n - 1}`,
    `Ledger: Expected ${failed} for left in fetch, got ${failed - 1}`,
  )
})

it('a reason that was changed', async () => {
  const [where, low] = [await ask(`reason = 'select_where'`), await ask(`reason = 'low_similarity'`)]
  const [one] = await query(`FROM '${await ledgerFile('select')}' WHERE reason = 'low_similarity' LIMIT 1`)
  await rewrite(
    'select',
    `SELECT * REPLACE (CASE candidate_id WHEN ${one?.['candidate_id']} THEN 'select_where' ELSE reason END AS reason)
     FROM "rows"`,
  )
  await expectRefused(
    `Ledger: Expected ${low} for left for low_similarity, got ${low - 1}`,
    `Ledger: Expected ${where} for left for select_where, got ${where + 1}`,
  )
})

it('a phase that was changed', async () => {
  const n = await ask(`exit_phase = 'fetch'`)
  await rewrite(
    'fetch',
    `SELECT * REPLACE (CASE WHEN row_number() OVER () = 1 THEN 'plan' ELSE exit_phase END AS exit_phase) FROM "rows"`,
  )
  await expectRefused(`Ledger: Expected ${n} for left in fetch, got ${n - 1}`)
})

it('a kept row that one of its filters cut', async () => {
  await rewrite(
    'select',
    `SELECT * REPLACE (CASE WHEN outcome = 'kept'
       THEN list_transform(verdicts, lambda v: {'filter': v."filter", 'score': v.score, 'value': v."value", 'pass': false})
       ELSE verdicts END AS verdicts) FROM "rows"`,
  )
  const kept = await ask(`outcome = 'kept'`)
  await expectRefused(`Ledger: Expected 0 for rows whose verdicts contradict their fate, got ${kept}`)
})

it.each([
  ['gone', async (file: string) => rm(file)],
  ['cut short', async (file: string) => writeFile(file, (await readFile(file)).subarray(0, 500))],
])('a file of the ledger that is %s is named, with exit 12', async (_what, damage) => {
  await damage(await ledgerFile('fetch'))
  const { code, stderr } = await runCli(['inspect', at('run')])
  expect(stderr).toMatch(/^Expected files that can be read to inspect, got .*phase=fetch\/all\.parquet/)
  expect(stderr).not.toMatch(TRACE)
  expect(code).toBe(12)
  expect(await filesOf(at('run/inspect'))).toBeNull()
})
