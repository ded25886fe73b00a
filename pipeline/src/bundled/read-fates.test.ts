import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { PhaseName } from '@warc2dataset/schemas'
import { literal, openDuck } from '@warc2dataset/stages/parquet/duck'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunView } from '../phases/phase.js'
import { openLocalDisk } from '../storage/local-disk.js'
import { readFates } from './read-fates.js'
import type { TruthRow } from './truth.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-fates-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A ledger file by other hands than the engine's: only the columns that matter differ from null. */
async function writeLedger(name: string, rows: string): Promise<void> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  const duck = await openDuck({ scratch: folder, memoryBytes: 2 ** 28, threads: 1 })
  await duck.run(`COPY (SELECT 1::BIGINT AS candidate_id, 'fetch' exit_phase, outcome, reason, NULL::VARCHAR AS "filter",
    NULL::VARCHAR detail, false shadow, NULL::VARCHAR shadow_fate,
    []::STRUCT(filter VARCHAR, score DOUBLE, "value" VARCHAR, pass BOOLEAN)[] verdicts, NULL::BIGINT survivor_id,
    1::FLOAT pi, '0001' AS "key", 'http://p.example/1.jpg' url, 'p.example' url_domain, page_url,
    'p.example' page_domain, 'a' AS "text", 'alt' text_kind, NULL::VARCHAR "language",
    NULL::VARCHAR script, NULL::VARCHAR text_class, NULL::VARCHAR html_lang, NULL::INTEGER declared_width,
    NULL::INTEGER declared_height, NULL::INTEGER original_width, NULL::INTEGER original_height, similarity,
    NULL::VARCHAR sha256, 'a.warc.gz' warc_filename, 0::BIGINT warc_record_offset, 0::BIGINT warc_inner_offset,
    image_index::INTEGER image_index
    FROM (VALUES ${rows}) AS t(page_url, image_index, outcome, reason, similarity)) TO ${literal(path)} (FORMAT parquet)`)
  duck.close()
}

it('finds the fate of an <img> by page and position, in committed ledger files only', async () => {
  await writeLedger(
    'ledger/phase=fetch/00000.parquet',
    `('http://p.example/', 1, 'failed', 'timeout', NULL::DOUBLE)`,
  )
  await writeLedger(
    'ledger/phase=fetch/00001.parquet',
    `('http://p.example/', 2, 'failed', 'timeout', NULL::DOUBLE)`,
  )
  await writeLedger('selections/abc/ledger.parquet', `('http://p.example/', 0, 'kept', NULL, 0.5::DOUBLE)`)
  const committed: Partial<Record<PhaseName, readonly string[]>> = {
    fetch: ['ledger/phase=fetch/00000.parquet', 'fetched/00000.parquet'],
    select: ['selections/abc/ledger.parquet', 'selections/abc/selection.parquet'],
  }
  const storage = openLocalDisk(folder)
  const view = {
    storage,
    target: storage,
    commits: async (phase: PhaseName) => [{ files: (committed[phase] ?? []).map((name) => ({ name })) }],
  } as unknown as RunView
  const truth = [0, 1, 2].map(
    (image_index): TruthRow => ({
      kind: 'right-one-object',
      page_url: 'http://p.example/',
      image_index,
      url: `http://p.example/${image_index}.jpg`,
      text: 'a',
      expected: ['kept'],
    }),
  )
  expect(await readFates(view, truth)).toEqual([
    { ...truth[0], outcome: 'kept', reason: null, similarity: 0.5, key: '0001' },
    { ...truth[1], outcome: 'failed', reason: 'timeout', similarity: null, key: '0001' },
    { ...truth[2], outcome: null, reason: null, similarity: null, key: null },
  ])
})
