import { annotatorColumns } from '@warc2dataset/schemas'
import { selectTableOf, whereColumns } from '@warc2dataset/stages/judge/where-columns'
import { parseWhere } from '@warc2dataset/stages/where/parse-where'
import { keepRules } from '../phases/keep-rules.js'
import type { RunView } from '../phases/phase.js'

/**
 * True: the primary scorer is a toy, and what is in the dataset was chosen by its similarity, or by what was derived
 * from its embeddings. Without score.allow_toy such rules were left out by select.
 */
export function isJudgedByToy({
  recipe,
  scorers,
  annotators,
}: Pick<RunView, 'recipe' | 'scorers' | 'annotators'>): boolean {
  const [primary] = scorers
  if (primary === undefined || !primary.toy || !recipe.score.allow_toy) return false
  const ruled = keepRules(recipe.select.keep, scorers).some(
    (rule) =>
      (rule.scorer ?? primary.name) === primary.name ||
      (rule.kind === 'equal_pass' && rule.of === primary.name),
  )
  const columns = new Set([
    'similarity',
    `similarity_${primary.name}`,
    ...annotators
      .filter(({ scorer }) => scorer === primary.name)
      .flatMap((annotator) => Object.keys(annotatorColumns(annotator))),
  ])
  const table = selectTableOf(
    scorers.map(({ name }) => name),
    annotators,
  )
  const { terms } = parseWhere(recipe.select.where, whereColumns(table))
  return ruled || terms.some((term) => term.columns.some((column) => columns.has(column)))
}
