import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ExitName, RunError } from '@warc2dataset/schemas'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadPromptSet } from './load-prompt-set.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prompt-set-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content)
  return join(folder, name)
}

const SET = {
  version: 1,
  kind: 'prompts',
  name: 'pets',
  about: 'Pets.',
  source: 'a test',
  requires: null,
  classes: [{ label: 'cat' }, { label: 'dog', prompts: ['a dog', 'a puppy'] }],
  gives: { kind: 'labels' },
}

async function refusal(path: string, exit?: ExitName): Promise<string> {
  const error = await loadPromptSet(path, exit).then(
    () => null,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(RunError)
  return `${(error as RunError).exit}: ${(error as RunError).message}`
}

describe('a prompt set as JSON', () => {
  it('gets its defaults, and the hash of what is written', async () => {
    const { set, digest, path } = await loadPromptSet(await file('pets.json', JSON.stringify(SET, null, 4)))
    expect(set.templates).toEqual(['{}'])
    expect(set.classes[0]).toEqual({ label: 'cat', prompts: [] })
    expect(set.gives).toEqual({ kind: 'labels', top: 3 })
    expect(path).toBe(join(folder, 'pets.json'))
    // Keys in order, by hand.
    const canonical =
      '{"about":"Pets.","classes":[{"label":"cat"},{"label":"dog","prompts":["a dog","a puppy"]}],"gives":{"kind":"labels"},"kind":"prompts","name":"pets","requires":null,"source":"a test","version":1}'
    expect(digest).toBe(createHash('sha256').update(canonical).digest('hex'))
  })

  it('has another hash for another word, and the same for other white space and order', async () => {
    const digestOf = async (set: object): Promise<string> =>
      (await loadPromptSet(await file('some.json', JSON.stringify(set)))).digest
    const first = await digestOf(SET)
    expect(await digestOf(Object.fromEntries(Object.entries(SET).reverse()))).toBe(first)
    expect(await digestOf({ ...SET, about: 'Pets!' })).not.toBe(first)
    expect(await digestOf({ ...SET, classes: [...SET.classes].reverse() })).not.toBe(first)
  })

  it.each([
    [{ ...SET, version: 2 }, 'version: '],
    [{ ...SET, classes: [] }, 'classes: '],
    [{ ...SET, templates: ['a photo'] }, 'templates.0: '],
    [
      { ...SET, classes: [{ label: 'cat' }, { label: 'cat' }] },
      'classes.1.label: Expected each label once, got "cat" again',
    ],
    [
      { ...SET, gives: { kind: 'probability', of: ['cow'], column: 'p_cow' } },
      'gives.of: Expected labels of classes, got "cow"',
    ],
    [
      { ...SET, gives: { kind: 'laion_nsfw', unsafe: ['cat', 'cat'] } },
      'gives.unsafe: Expected each label once',
    ],
    [
      { ...SET, gives: { kind: 'laion_nsfw', unsafe: ['cat', 'dog'] } },
      'gives.unsafe: Expected some of the classes, got all',
    ],
    [
      {
        ...SET,
        templates: Array.from({ length: 200 }, (_, n) => `${n} {}`),
        classes: Array.from({ length: 5001 }, (_, n) => ({ label: `${n}` })),
      },
      'classes: Expected at most 1000000 prompts times templates, got 1000200',
    ],
  ])('that is wrong is refused by its field: %#', async (set, problem) => {
    const path = await file('wrong.json', JSON.stringify(set))
    expect(await refusal(path)).toContain(`recipe: Prompt set ${path}, ${problem}`)
  })

  it('that is no JSON, not there or not UTF-8 is refused', async () => {
    const path = await file('broken.json', '{\n  "version": 1,\n  oops\n}')
    expect(await refusal(path)).toContain(`recipe: Expected JSON for the prompt set ${path}, line 3, got`)
    expect(await refusal(join(folder, 'none.json'))).toMatch(
      /^recipe: Expected a prompt set or labels in .*ENOENT/,
    )
    expect(await refusal(await file('latin1.txt', Buffer.from('caf\xe9\ndog', 'latin1')))).toContain(
      'not UTF-8',
    )
  })
})

describe('labels of a text file', () => {
  it('become a set that is named after the file', async () => {
    const { set } = await loadPromptSet(await file('My Labels-2.txt', 'cat\ndog\n'))
    expect(set).toMatchObject({
      name: 'my_labels_2',
      templates: ['{}'],
      requires: null,
      classes: [
        { label: 'cat', prompts: [] },
        { label: 'dog', prompts: [] },
      ],
      gives: { kind: 'labels', top: 3 },
    })
    expect((await loadPromptSet(await file('2024.txt', 'cat\ndog'))).set.name).toBe('labels_2024')
    expect((await loadPromptSet(await file(`${'long_'.repeat(20)}.txt`, 'cat\ndog'))).set.name).toHaveLength(
      32,
    )
    expect((await loadPromptSet(await file('日本.txt', 'cat\ndog'))).set.name).toBe('labels')
  })

  it('have the same hash whatever the comments', async () => {
    const plain = (await loadPromptSet(await file('l.txt', 'cat\ndog\n'))).digest
    expect((await loadPromptSet(await file('l.txt', '# pets\n cat\n\ndog'))).digest).toBe(plain)
    expect((await loadPromptSet(await file('l.txt', 'dog\ncat'))).digest).not.toBe(plain)
  })

  it('that are wrong are refused by their line, with the exit code that is wanted', async () => {
    const path = await file('twice.txt', 'cat\ncat')
    expect(await refusal(path, 'usage')).toBe(
      `usage: Prompt set ${path}, line 2: Expected each label once, got "cat" of line 1 again`,
    )
  })
})
