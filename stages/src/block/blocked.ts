import { createHmac } from 'node:crypto'
import { forgotten, type Outcome } from '@warc2dataset/schemas'

/**
 * What stands for a blocked candidate: the first 64 bits of HMAC-SHA256(key, candidate_id as decimal text), signed.
 * Whoever holds the run's key can ask of a given candidate whether it was blocked.
 *
 * What was written before the picture was read is the input and still names it: candidates/, deduped/, plan/, and the
 * ledger rows of other occurrences of its URL. Who holds those can also tell by elimination who is missing from fetched/,
 * key or no key. What names nobody is fetched/, ledger/phase=fetch, scored/, selections/ and dataset/.
 */
export function blockedAlias(key: Buffer, candidateId: bigint): bigint {
  return createHmac('sha256', key).update(candidateId.toString()).digest().readBigInt64BE(0)
}

/** The exit of a blocked candidate. It does not say which list, which kind of hash or which hash. */
export function blocked(key: Buffer, candidateId: bigint): Outcome<never> {
  const verdict = { filter: 'fetch.block_lists', score: null, value: null, pass: false }
  return forgotten('block_list', verdict, blockedAlias(key, candidateId))
}
