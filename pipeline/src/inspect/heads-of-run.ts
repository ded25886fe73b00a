import { type Annotator, annotatedColumns } from '@warc2dataset/schemas'
import { selectTableOf, whereColumns } from '@warc2dataset/stages/judge/where-columns'
import { scan } from '@warc2dataset/stages/parquet/duck'
import { parseWhere, type Where } from '@warc2dataset/stages/where/parse-where'
import type { RunView } from '../phases/phase.js'
import type { RunFiles } from './run-files.js'

/** A number that was measured on pictures: SQL of a table with `key` and the column. */
export interface HeadSource {
  readonly column: string
  readonly by: string
  readonly toy: boolean
  readonly table: string
  /** Terms of select.where that ask for it. */
  readonly cuts: readonly string[]
}

/** A label that was given to pictures. */
export type TagSource = Omit<HeadSource, 'cuts'>

/** What heads and prompt sets said of the pictures of a run. */
export function headsOfRun(
  view: RunView,
  files: RunFiles,
): { readonly heads: readonly HeadSource[]; readonly tags: readonly TagSource[] } {
  const names = view.scorers.map(({ name }) => name)
  const where = parseWhere(view.recipe.select.where, whereColumns(selectTableOf(names, view.annotators)))
  const heads: HeadSource[] = []
  const tags: TagSource[] = []
  for (const annotator of view.annotators) {
    const { gives, id, toy } = annotator
    const table = scan(files.annotated.get(annotator.name) ?? [], annotatedColumns(annotator))
    switch (gives.kind) {
      case 'number':
      case 'probability':
        heads.push({ column: gives.column, by: id, toy, table, cuts: cutsBy(where, gives.column) })
        break
      case 'labels':
        tags.push({ column: annotator.name, by: id, toy, table })
        break
      case 'laion_nsfw':
        tags.push({ column: 'NSFW', by: id, toy, table })
    }
  }
  return { heads, tags }
}

function cutsBy({ terms }: Where, column: string): readonly string[] {
  return terms.filter(({ columns }) => columns.includes(column)).map(({ source }) => source)
}

/** SQL: keys of pictures that a model, no toy, called safe; null: none was asked. Everything else is blurred. */
export function safeKeys(view: RunView, files: RunFiles): string | null {
  const safe = view.annotators.flatMap((annotator) => {
    const condition = safeWhere(annotator)
    if (annotator.toy || condition === null) return []
    const table = scan(files.annotated.get(annotator.name) ?? [], annotatedColumns(annotator))
    return [`SELECT "key" FROM ${table} WHERE ${condition}`]
  })
  return safe.length === 0 ? null : safe.join(' INTERSECT ')
}

/** Half is where the LAION detector's own threshold lies. */
function safeWhere({ gives }: Annotator): string | null {
  if (gives.kind === 'laion_nsfw') return `"NSFW" = 'UNLIKELY'`
  const isUnsafety = (gives.kind === 'number' || gives.kind === 'probability') && gives.column === 'punsafe'
  return isUnsafety ? 'punsafe < 0.5' : null
}
