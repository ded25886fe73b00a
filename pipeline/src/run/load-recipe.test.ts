import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { applyOverrides, loadRecipe, type Override, parseRecipe } from './load-recipe.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-recipe-'))
  for (const name of ['crawl/x/b.warc.gz', 'crawl/x/a.warc.gz', 'crawl/y/c.warc.gz', 'other/d.warc']) {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), '')
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const minimal = 'source: { files: [crawl/x/a.warc.gz] }\n'

async function load(yaml: string, ...sets: readonly string[]): ReturnType<typeof loadRecipe> {
  const path = join(folder, 'recipe.yaml')
  await writeFile(path, yaml)
  return loadRecipe(path, sets.map(toOverride))
}

function toOverride(set: string): Override {
  const at = set.indexOf('=')
  return [set.slice(0, at), parse(set.slice(at + 1))]
}

/** Exit code and message lines of the refusal. */
async function refusal(
  yaml: string,
  ...sets: readonly string[]
): Promise<readonly [number, readonly string[]]> {
  const error = await load(yaml, ...sets).then(
    () => ({ exitCode: 0, message: 'accepted' }),
    (reason: unknown) => reason as { exitCode: number; message: string },
  )
  return [error.exitCode, error.message.split('\n')]
}

describe('a wrong recipe', () => {
  it('is refused with every problem at once, each with path and value, expressions included', async () => {
    const [code, lines] = await refusal(`
source: { files: [] }
seed: -1
shadow: 3
bogus: { x: 1 }
extract: { text: { kinds: [caption], min_length: many } }
plan: { where: "nope > 3", block_domain: [a] }
fetch: { resize: { mode: crop } }
select: { where: "original_width = 'wide' and other = 1", shard_size: 10001 }
`)
    expect(code).toBe(4)
    const named = ['source.files', 'seed', 'shadow', 'bogus', 'extract.text.kinds', 'extract.text.min_length']
    named.push(
      'plan.block_domain',
      'fetch.resize.mode',
      'select.shard_size',
      'nope',
      'original_width',
      'other',
    )
    for (const name of named)
      expect(lines.filter((line) => line.includes(name)).length, name).toBeGreaterThan(0)
    for (const value of ['[]', '-1', '3', 'bogus = {"x":1}', '"many"', '"crop"', '10001']) {
      expect(lines.filter((line) => line.endsWith(`got ${value}`)).length, value).toBeGreaterThan(0)
    }
    expect(lines[0]).toBe(`The recipe has ${lines.length - 1} problem(s):`)
    expect(lines.slice(1).filter((line) => !line.includes('Expected '))).toEqual([])
  })

  it.each([
    [
      'select: { bucket: { kind: kohya, min: 100 } }',
      'select.bucket: Expected a multiple of step 64 for min of buckets, got 100',
    ],
    [
      'select: { bucket: { kind: kohya, min: 1088 } }',
      'select.bucket: Expected min and max of buckets around 1024, the side of area, got 1088 and 2048',
    ],
    [
      'select: { caption: best }',
      'Expected score.models for select.caption "best", got none: nothing has a similarity',
    ],
    ['caption: { where: "nope = 1" }', /^caption\.where: Expected .* got nope/],
  ] as const)('%s: %s', async (yaml, problem) => {
    const [code, lines] = await refusal(`source: { files: [a.warc] }\n${yaml}\n`)
    expect(code).toBe(4)
    expect(lines.slice(1).map((line) => line.trim())).toEqual([
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    ])
  })

  it.each([
    ['hello', 'for recipe, got "hello"'],
    ['[1, 2]', 'for recipe, got [1,2]'],
    ['', 'for source, got nothing'],
    ['source: null', 'for source, got null'],
    [`${minimal}plan: 3`, 'for plan, got 3'],
    [`${minimal}plan: { where: 3 }`, 'for plan.where, got 3'],
    [`${minimal}shadow: .nan`, 'for shadow'],
    [`${minimal}plan: &self { where: *self }`, 'for plan.where, got a value that holds itself'],
  ])('%j is a problem of the recipe, exit 4, --set or not', async (yaml, problem) => {
    for (const sets of [[], ['seed=7']]) {
      const [code, lines] = await refusal(yaml, ...sets)
      expect([code, lines[1] ?? lines[0]]).toEqual([4, expect.stringContaining(problem)])
    }
  })

  it.each([
    ['source: { files: [', 'Expected YAML'],
    [`${minimal}${minimal}`, 'Expected YAML'],
    ['source: *nobody', 'Unresolved alias'],
    [`a: &a [${'x,'.repeat(20)}]\nb: &b [${'*a,'.repeat(20)}]\nc: [${'*b,'.repeat(20)}]`, 'alias count'],
  ])('that is no YAML is refused with exit 4: %j', async (yaml, problem) => {
    const [code, lines] = await refusal(yaml)
    expect([code, lines.join('\n')]).toEqual([4, expect.stringContaining(problem)])
  })

  it('that is not there is exit 2', async () => {
    await expect(loadRecipe(join(folder, 'none.yaml'))).rejects.toMatchObject({ exitCode: 2 })
  })
})

describe('--set', () => {
  it('changes one field and leaves its neighbours', async () => {
    const yaml = `${minimal}fetch: { max_bytes: 99, resize: { max_area: 4096 } }`
    const { recipe } = await load(yaml, 'fetch.resize.max_area=64', 'plan.where=text_length > 3', 'shadow=0')
    expect(recipe.fetch).toMatchObject({ max_bytes: 99, resize: { max_area: 64 } })
    expect([recipe.plan.where, recipe.shadow]).toEqual(['text_length > 3', 0])
  })

  it('takes lists, and the last of several', async () => {
    const sets = ['plan.block_domains=[a.example]', 'seed=1', 'seed=2']
    const { recipe } = await load(minimal, ...sets)
    expect([recipe.plan.block_domains, recipe.seed]).toEqual([['a.example'], 2])
  })

  it('of a field that does not exist is a problem of the recipe', async () => {
    const [code, lines] = await refusal(
      minimal,
      'fetch.resise.max_area=1',
      'seed.deep=1',
      'plan.where=nope = 1',
    )
    expect(code).toBe(4)
    for (const name of ['fetch.resise', 'seed', 'nope']) expect(lines.join('\n')).toContain(name)
  })

  it('leaves the value it was given as it was', () => {
    const given = { plan: { where: 'true' } }
    expect(applyOverrides(given, [['plan.where', 'false']])).toEqual({ plan: { where: 'false' } })
    expect(given).toEqual({ plan: { where: 'true' } })
  })
})

describe('__proto__', () => {
  const polluted = (): unknown => ({})['polluted' as keyof object]

  it.each([
    '__proto__: { polluted: 1 }',
    'plan: { __proto__: { polluted: 1 } }',
    'constructor: { prototype: { polluted: 1 } }',
  ])('in YAML is an unknown field and reaches no other object: %s', async (line) => {
    const [code] = await refusal(minimal + line)
    expect([code, polluted()]).toEqual([4, undefined])
  })

  it.each([
    '__proto__.polluted=1',
    'plan.__proto__.polluted=1',
    'constructor.prototype.polluted=1',
    '__proto__=1',
  ])('in --set is an unknown field and reaches no other object: %s', async (set) => {
    const [code] = await refusal(minimal, set)
    expect([code, polluted()]).toEqual([4, undefined])
  })

  it('cannot bring in fields by inheritance', () => {
    const value = parse('source: { files: [a] }\n__proto__: { seed: 7 }') as object
    expect(() => parseRecipe(value)).toThrow('__proto__')
    expect(() =>
      parseRecipe(applyOverrides({ source: { files: ['a'] } }, [['__proto__', { seed: 7 }]])),
    ).toThrow()
  })
})

describe('source.files', () => {
  it('finds globs, sorted, once each, and names them relative to the folder they share', async () => {
    const { archives } = await load("source: { files: ['crawl/**/*.warc.gz', crawl/x/a.warc.gz] }")
    expect(archives).toEqual(
      ['x/a.warc.gz', 'x/b.warc.gz', 'y/c.warc.gz'].map((name) => ({
        name,
        path: join(folder, 'crawl', name),
      })),
    )
  })

  it('names stay what they are when one archive lies above the others', async () => {
    const names = async (files: string) =>
      (await load(`source: { files: [${files}] }`)).archives.map(({ name }) => name)
    expect(await names('crawl/x/a.warc.gz')).toEqual(['a.warc.gz'])
    expect(await names('crawl/x/a.warc.gz, other/d.warc')).toEqual(['crawl/x/a.warc.gz', 'other/d.warc'])
    expect(await names('d.warc, crawl/x/a.warc.gz')).toEqual(['d.warc', 'crawl/x/a.warc.gz'])
  })

  it('takes the order of the recipe, and absolute paths and globs', async () => {
    const { archives } = await load(`source: { files: [other/d.warc, '${folder}/crawl/x/*.gz'] }`)
    expect(archives.map(({ name }) => name)).toEqual([
      'other/d.warc',
      'crawl/x/a.warc.gz',
      'crawl/x/b.warc.gz',
    ])
  })

  it('is exit 12 if a glob finds nothing', async () => {
    const [code, lines] = await refusal("source: { files: ['none/*.gz'] }")
    expect([code, lines[0]]).toEqual([12, expect.stringContaining('none/*.gz')])
  })
})
