import { execFileSync } from 'node:child_process'
import { chmod, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli, TRACE } from './run-cli.js'
import { writeRecipe, writeSmallCrawl } from './small-crawl.js'
import { filesOf, tempFolder } from './temp-folder.js'

const at = tempFolder()
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const NOBODY = 65_534

/** Each bad archive with what the message says it is. */
const BAD = {
  'missing.warc.gz': 'no such file',
  'empty.warc.gz': 'an empty file',
  'picture.warc.gz': 'a PNG',
  'page.warc': 'an HTML or XML file',
  'folder.warc.gz': 'a directory',
  'loop.warc.gz': 'unreadable (ELOOP)',
  'pipe.warc.gz': 'no regular file',
} as const

beforeAll(async () => {
  const { files } = await writeSmallCrawl(at())
  await copyFile(files[0] ?? '', at('good.warc.gz'))
  await writeFile(at('empty.warc.gz'), '')
  await writeFile(at('picture.warc.gz'), PNG)
  await writeFile(at('page.warc'), '<!doctype html><title>Not Found</title><p>404</p>')
  await mkdir(at('folder.warc.gz'))
  // Nobody writes to it: whoever opens it waits for ever.
  execFileSync('mkfifo', [at('pipe.warc.gz')])
  await symlink('loop.warc.gz', at('loop.warc.gz'))
})

async function runWith(files: readonly string[], uid?: number): ReturnType<typeof runCli> {
  await writeRecipe(at('bad.json'), { source: { files } })
  return runCli(['run', at('bad.json'), '--out', at('out')], uid === undefined ? {} : { uid })
}

describe('archives that are none', () => {
  it.each(Object.entries(BAD))(
    '%s is named as %s with exit 12, and no folder is made',
    async (name, what) => {
      const { code, stderr } = await runWith(['good.warc.gz', name])
      expect(stderr).toContain(`${at(name)}, got ${what}`)
      expect(stderr).toContain("relative paths start at the recipe's folder")
      expect(stderr).not.toMatch(TRACE)
      expect(code).toBe(12)
      expect(await filesOf(at('out'))).toBeNull()
    },
  )

  it('are listed all at once, the good one among them not', async () => {
    const { code, stderr, stdout } = await runWith([...Object.keys(BAD), 'good.warc.gz'])
    expect(code).toBe(12)
    const lines = stderr.trim().split('\n')
    expect(lines).toHaveLength(Object.keys(BAD).length)
    Object.keys(BAD).forEach((name, index) => {
      expect(lines[index]).toContain(join(at(), name))
    })
    expect(stdout).toBe('')
    expect(await filesOf(at('out'))).toBeNull()
  })

  it('that may not be read are named with the reason', async (context) => {
    if (process.getuid?.() !== 0) context.skip('Not root: no other user can be taken to be refused')
    await copyFile(at('good.warc.gz'), at('secret.warc.gz'))
    await chmod(at('secret.warc.gz'), 0o600)
    await chmod(at(), 0o755)
    const { code, stderr } = await runWith(['secret.warc.gz'], NOBODY)
    expect(stderr).toContain(`${at('secret.warc.gz')}, got unreadable (EACCES)`)
    expect(code).toBe(12)
  })

  it('that match no glob are named by the glob', async () => {
    const { code, stderr } = await runWith(['nothing-*.warc.gz'])
    expect(stderr).toContain(`got none that matches ${at('nothing-*.warc.gz')}`)
    expect(code).toBe(12)
    expect(await filesOf(at('out'))).toBeNull()
  })
})
