import { syntheticLedger } from '../bench/synthetic-ledger.js'
import type { LedgerRun } from '../inspect/ledger-run.js'

/** Texts that would do something on a page that let them. */
export const HOSTILE_TEXTS: readonly string[] = [
  '<img src=x onerror="window.pwned = 1"> a photo of a woman in a red dress',
  '</script><script>window.pwned = 2</script> a photo of a man in a garden',
  '"><svg onload=window.pwned=3> vintage portrait of an old house in the city',
  '\u202egnp.tac\u202c a red photo \u2066of a dog\u2069 with bidi overrides and isolates',
  'javascript:window.pwned=4 //%0Aalert(1) and more words to be long enough',
  '<!-- <script> --!> <style>*{display:none}</style> a kitchen with blue shoes',
  `${'W'.repeat(10_240)} a word of ten thousand letters`,
  '{{constructor.constructor("window.pwned=5")()}} template words here, of a garden',
  '😀'.repeat(400),
  'e\u0301\u0301\u0301\u0301\u0301\u0301 zalgo h\u0335\u0321\u0353\u030ae\u0334\u0348l\u0336p with combining marks over it',
]

const sql = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** The synthetic ledger with a hostile text, site and URL in every fourth row. */
export function hostileLedger(rows: number): Pick<LedgerRun, 'source' | 'columns'> {
  const { source, columns } = syntheticLedger(rows)
  const texts = `list_value(${HOSTILE_TEXTS.map(sql).join(', ')})[1 + (i // 4) % ${HOSTILE_TEXTS.length}]`
  const isHostile = 'i % 4 = 0'
  return {
    source,
    columns: {
      ...columns,
      text: `CASE WHEN ${isHostile} THEN ${texts} ELSE "text" END`,
      url: `CASE WHEN ${isHostile} THEN 'https://evil.example/"><img src=x onerror=pwned=7>' || i ELSE ${columns.url} END`,
      page_domain: `CASE WHEN ${isHostile} THEN '<b onmouseover=pwned=8>evil</b>' || (i % 3) ELSE domain END`,
      language: `CASE WHEN ${isHostile} THEN '"><i>' ELSE ${columns.language} END`,
      script: `CASE WHEN ${isHostile} THEN '</td><script>' ELSE 'Latn' END`,
      text_class: `CASE WHEN ${isHostile} THEN '__proto__' ELSE ${columns.text_class} END`,
    },
  }
}
