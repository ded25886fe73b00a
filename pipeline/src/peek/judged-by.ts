import { keepRules } from '../phases/keep-rules.js'
import type { RunView } from '../phases/phase.js'

/** What judged the current selection, in lines for a person: model, threshold, where. */
export function judgedBy({ recipe, scorers }: Pick<RunView, 'recipe' | 'scorers'>): readonly string[] {
  const { keep, where } = recipe.select
  const models = scorers.map(({ name, id, toy }) => `${name} (${id}${toy ? ', a toy model' : ''})`)
  const isToyIgnored = scorers.some(({ toy }) => toy) && !recipe.score.allow_toy
  const rules = keepRules(keep, scorers).map((rule) =>
    rule.kind === 'fraction'
      ? `the best ${rule.fraction} of all scored`
      : `similarity_${rule.scorer} >= ${rule.value}`,
  )
  const filters = [...rules, ...(where === 'true' ? [] : [where])]
  const ignored = isToyIgnored
    ? ' What stands on the toy model was ignored: it judges nothing without --allow-toy.'
    : ''
  return [
    models.length === 0 ? 'No model: nothing has a similarity.' : `Similarity by ${models.join(', ')}.`,
    `Kept where ${filters.join(' and ') || 'nothing speaks against it'}.${ignored}`,
  ]
}
