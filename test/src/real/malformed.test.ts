import { existsSync, readdirSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { extractAccounts, sum } from '../bad-input/commits.js'
import { runCli, TRACE } from '../bad-input/run-cli.js'
import { writeRecipe } from '../bad-input/small-crawl.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { SHARED } from '../place.js'

const FOLDER = join(SHARED, 'warc-malformed')
const files = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : []
const why = files.length === 0 ? ' — SKIPPED: there is no ../shared/data/warc-malformed' : ''

describe.skipIf(files.length === 0)(`malformed archives of other projects' tests${why}`, () => {
  const at = tempFolder()

  // One recipe over all of them: a start of the command line costs more than such a file.
  it('each is read to its end, with every byte in a record or in a gap', async () => {
    expect(files.length).toBeGreaterThan(20)
    await writeRecipe(at('all.json'), { source: { files: files.map((name) => join(FOLDER, name)) } })
    const { code, stderr } = await runCli(['run', at('all.json'), '--out', at('all')])
    expect(stderr).not.toMatch(TRACE)
    expect(code, stderr).toBe(0)
    const accounts = await extractAccounts(at('all'))
    expect(accounts.map(({ archive }) => archive.name)).toEqual(files)
    for (const { archive, images, gaps, records } of accounts) {
      expect(archive.bytes, archive.name).toBe((await stat(join(FOLDER, archive.name))).size)
      expect(archive.recordBytes + archive.gapBytes, archive.name).toBe(archive.bytes)
      expect(sum(images, ['total']), archive.name).toBe(images['total'])
      expect(sum(gaps) + sum(records), archive.name).toBeGreaterThan(0)
    }
    const { stdout } = await runCli(['verify', at('all'), '--deep'])
    expect(stdout).toContain(' 0 problems')
  })

  it.each(['clipped.warc.gz', 'invalid-warcfile-lonely-monkeys.warc', 'example-wrong-chunks.warc.gz'])(
    '%s alone ends with exit 0 and an empty, balanced dataset',
    async (name) => {
      await writeRecipe(at('one.json'), { source: { files: [join(FOLDER, name)] } })
      const { code, stdout, stderr } = await runCli(['run', at('one.json'), '--out', at(name)])
      expect(code, stderr).toBe(0)
      expect(stdout).toMatch(/0 candidates = 0 kept .*\+ 0 dropped \+ 0 failed/)
      const [account] = await extractAccounts(at(name))
      expect(account?.archive.gapBytes).toBeGreaterThan(0)
    },
  )
})
