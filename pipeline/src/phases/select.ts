import { selectTable, whereColumns } from '@warc2dataset/stages/judge/where-columns'
import { SELECT_SAMPLES, selectSamples } from '@warc2dataset/stages/select/select-samples'
import { parseWhere } from '@warc2dataset/stages/where/parse-where'
import { filesUnder, inputOfAll } from '../commits/commits.js'
import type { Phase } from './phase.js'
import { countRows, inputs, withDuck } from './unit-tools.js'

/** All fetched rows → selections/<id>/: what is kept, where it goes, and the ledger of everybody still there. */
export const select: Phase = {
  name: 'select',
  upstream: ['fetch'],
  closesLedger: true,
  stages: [SELECT_SAMPLES],
  config: ({ select, seed }) => ({ select, seed }),
  units: async (view) => [{ id: 'all', inputs: [inputOfAll('fetch', await view.commits('fetch'))] }],
  run: (job) =>
    withDuck(job, job.machine.cores, async (duck) => {
      const { select, seed } = job.view.recipe
      const folder = `selections/${selectionId(job.view.fingerprints.select)}`
      const ledger = job.output(`${folder}/ledger.parquet`)
      const selection = job.output(`${folder}/selection.parquet`)
      const options = {
        fetched: await inputs(job, parquetFiles(filesUnder(await job.view.commits('fetch'), 'fetched/'))),
        where: parseWhere(select.where, whereColumns(selectTable)),
        seed,
        shardSize: select.shard_size,
        maxShardBytes: select.max_shard_bytes,
      }
      const { counts, shards } = await selectSamples(duck, options, { selection, ledger })
      return { counts, account: { shards }, ledgerRows: await countRows(duck, ledger) }
    }),
}

/** Folder name of a selection. */
export function selectionId(fingerprint: string): string {
  return fingerprint.slice(0, 12)
}

export function parquetFiles(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.endsWith('.parquet'))
}
