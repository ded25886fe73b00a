import { annotatedColumns, annotatorColumns } from '@warc2dataset/schemas'
import { type Duck, literal, scan } from '@warc2dataset/stages/parquet/duck'
import { filesUnder } from '../commits/commits.js'
import { annotatorOf } from '../phases/annotate.js'
import type { RunView } from '../phases/phase.js'

/** What one head or prompt set says of a picture; null: it has no embedding, or the shard is not annotated yet. */
export interface Annotation {
  readonly annotator: string
  readonly values: Readonly<Record<string, unknown>> | null
}

/** What every annotator of the recipe says of the sample with this key. */
export async function findAnnotations(
  duck: Duck,
  view: RunView,
  key: string,
  scratch: string,
): Promise<readonly Annotation[]> {
  const commits = await view.commits('annotate')
  const found: Annotation[] = []
  for (const annotator of view.annotators) {
    // Without the four digits of its place, a key is its shard.
    const unit = `${annotator.name}.${key.slice(0, -4)}`
    const commit = commits.find((each) => each.unit === unit && annotatorOf(each.unit) === annotator.name)
    const [name] = commit === undefined ? [] : filesUnder([commit], 'annotated/')
    const [row = null] =
      name === undefined
        ? []
        : await duck.rows<Readonly<Record<string, unknown>>>(
            `FROM ${scan([await view.storage.toLocal(name, scratch)], annotatedColumns(annotator))} WHERE "key" = ${literal(key)}`,
          )
    const columns = Object.keys(annotatorColumns(annotator))
    const values = row === null ? null : Object.fromEntries(columns.map((column) => [column, row[column]]))
    found.push({ annotator: annotator.name, values })
  }
  return found
}
