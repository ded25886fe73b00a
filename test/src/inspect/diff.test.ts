import { readFile, writeFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { type CliResult, runCli } from '../bad-input/run-cli.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { commandHere, inspectHere } from './inspect-here.js'

const at = tempFolder()
const A = 'a/inspect.json'
const B = 'b/inspect.json'

const diff = (...files: readonly string[]): Promise<CliResult> =>
  commandHere(['diff', ...files.map((file) => at(file))])

beforeAll(async () => {
  // 1,000 rows; 400 have a score of at least 0.6, 361 one of 0.639, 349 one of 0.651, of each language a like share.
  await query(`COPY (SELECT 'https://s' || (i % 90) || '.example/' || i AS url, 'a red house ' || i AS "text",
    i / 1000.0 AS similarity, CASE WHEN i % 3 = 0 THEN 'de' ELSE 'en' END AS "language"
    FROM range(1000) t(i)) TO '${at('rows.parquet')}'`)
  await inspectHere(at('rows.parquet'), at('a'), { whatIf: { cut: 0.6 } })
  await inspectHere(at('rows.parquet'), at('b'), { whatIf: { cut: 0.651 } })
  await inspectHere(at('rows.parquet'), at('c'), { whatIf: { cut: 0.639 } })
})

describe('inspect diff', () => {
  it('of equal files ends with 0', async () => {
    const { code, stdout, stderr } = await diff(A, A)
    expect(stderr).toBe('')
    expect(stdout).toContain('Kept: 40.0 % → 40.0 % of the candidates (+0.0 %).')
    expect(stdout).not.toContain('WORSE')
    expect(code).toBe(0)
  })

  it('names what got worse, and ends with 1', async () => {
    const { code, stdout, stderr } = await runCli(['inspect', 'diff', at(A), at(B)])
    expect(stderr).toBe('')
    // 349 of 400 is a fall of 12.75 %, beyond a tenth.
    const line = 'Kept: 40.0 % → 34.9 % of the candidates (−12.8 %).'
    expect(stdout.split('\n')).toContain(`WORSE  ${line}`)
    expect(code).toBe(1)
  })

  it('ends with 0 where it got better, or worse within the limit', async () => {
    const better = await diff(B, A)
    expect(better.stdout).not.toContain('WORSE')
    expect(better.code).toBe(0)
    // 361 of 400 is a fall of 9.75 %.
    const within = await diff(A, 'c/inspect.json')
    expect(within.stdout).toContain('Kept: 40.0 % → 36.1 % of the candidates (−9.8 %).')
    expect(within.code).toBe(0)
  })

  it.each(['failures', 'languages', 'checks'])('finds planted worse %s', async (what) => {
    const json = JSON.parse(await readFile(at(A), 'utf8'))
    if (what === 'failures') json.funnel.steps[0].outcome = 'failed'
    if (what === 'languages') json.languages.divergence += 0.0501
    if (what === 'checks')
      json.method.checks.push({ check: 'rows \u001b[31mof\u202e it', expected: 3, got: 2 })
    await writeFile(at('planted.json'), JSON.stringify(json))
    const { code, stdout } = await diff(A, 'planted.json')
    expect(code).toBe(1)
    const worse = stdout.split('\n').filter((line) => line.startsWith('WORSE'))
    const expected = {
      failures: 'WORSE  Lost to failures: 0.0 % → 60.0 % of the candidates.',
      languages: expect.stringMatching(
        /^WORSE {2}Languages: divergence before to after 0\.\d{3} → 0\.\d{3} bits\.$/,
      ),
      checks: 'WORSE  B does not add up. rows \ufffd[31mof\ufffd it: expected 3, got 2.',
    }[what]
    expect(worse).toEqual([expected])
    expect((await diff('planted.json', 'planted.json')).code).toBe(what === 'checks' ? 1 : 0)
  })
})

describe('inspect diff of what is no inspect.json ends with 2:', () => {
  it.each([
    ['nothing there', null, 'ENOENT'],
    ['no JSON', '{"version": 1,', 'JSON'],
    ['an empty file', '', 'JSON'],
    ['JSON of something else', '{"name": "x"}', 'version'],
    ['null', 'null', 'expected object'],
    ['a list', '[]', 'expected object'],
    ['another version', { version: 3 }, 'version: Invalid input: expected 2'],
    ['a field too many', { more: 1 }, 'Unrecognized key: "more"'],
    ['a field of another type', { made_by: 7 }, 'made_by: Invalid input: expected string'],
  ])('%s', async (_what, content, message) => {
    if (typeof content === 'string') await writeFile(at('bad.json'), content)
    else if (content !== null) {
      await writeFile(
        at('bad.json'),
        JSON.stringify({ ...JSON.parse(await readFile(at(A), 'utf8')), ...content }),
      )
    }
    const name = content === null ? 'nowhere.json' : 'bad.json'
    for (const files of [[A, name] as const, [name, A] as const]) {
      const { code, stdout, stderr } = await diff(...files)
      expect(stderr).toContain(`Expected an inspect.json of this version, got ${at(name)}: `)
      expect(stderr).toContain(message)
      expect(stdout).toBe('')
      expect(code).toBe(2)
    }
  })

  it('a folder, one file, three files', async () => {
    for (const [files, message] of [
      [['a', A], 'EISDIR'],
      [[A], 'Expected two files of inspect.json, got 1'],
      [[A, A, A], 'Expected two files of inspect.json, got 3'],
      [[], 'Expected two files of inspect.json, got 0'],
    ] as const) {
      const { code, stderr } = await diff(...files)
      expect(stderr).toContain(message)
      expect(code).toBe(2)
    }
  })
})
