import { annotatorColumns, type Recipe } from '@warc2dataset/schemas'
import { selectTableOf, whereColumns } from '@warc2dataset/stages/judge/where-columns'
import type { KeepRule } from '@warc2dataset/stages/select/keep-filters'
import { parseWhere, type Where } from '@warc2dataset/stages/where/parse-where'
import { keepRules } from './keep-rules.js'
import type { RunView } from './phase.js'

type Judges = Pick<RunView, 'recipe' | 'scorers' | 'annotators'>
type CaptionRule = Recipe['select']['caption']

/** What may judge a run, and what may not since a toy stands behind it. */
export interface ApplicableRules {
  readonly keep: readonly KeepRule[]
  readonly where: Where
  /** How captions are chosen: by no score of a toy. */
  readonly caption: CaptionRule
  /** Rules left out, as the recipe has them. */
  readonly ignored: readonly string[]
}

/** The rules of select: outside its domain a toy model's similarity drops nothing, and chooses no caption. */
export function selectRules(view: Judges): ApplicableRules {
  const { keep, caption } = view.recipe.select
  const toys = toysOf(view)
  const rules = keepRules(keep, view.scorers)
  const { where, ignored } = whereBeyondToys(view, view.recipe.select.where)
  const isToyRule = (rule: KeepRule): boolean =>
    [rule.scorer ?? primaryOf(view), ...(rule.kind === 'equal_pass' ? [rule.of] : [])].some((name) =>
      toys.includes(name),
    )
  const isToyChoice = comparesScores(caption) && toys.includes(primaryOf(view))
  return {
    keep: rules.filter((rule) => !isToyRule(rule)),
    where,
    caption: isToyChoice ? 'alt' : caption,
    ignored: [
      ...rules.filter(isToyRule).map(() => 'select.keep'),
      ...(isToyChoice ? ['select.caption'] : []),
      ...ignored,
    ],
  }
}

/** An expression over samples, without its terms that ask a toy outside its domain; these are `ignored`. */
export function whereBeyondToys(
  view: Judges,
  source: string,
): { readonly where: Where; readonly ignored: readonly string[] } {
  const toys = toysOf(view)
  const names = view.scorers.map(({ name }) => name)
  const where = parseWhere(source, whereColumns(selectTableOf(names, view.annotators)))
  const byToys = view.annotators
    .filter(({ scorer }) => toys.includes(scorer))
    .flatMap((annotator) => Object.keys(annotatorColumns(annotator)))
  const isToy = (column: string): boolean =>
    toys.some((name) => column === `similarity_${name}`) ||
    byToys.includes(column) ||
    (column === 'similarity' && toys.includes(primaryOf(view)))
  const asksToy = ({ columns }: Where['terms'][number]): boolean => columns.some(isToy)
  return {
    where: { ...where, terms: where.terms.filter((term) => !asksToy(term)) },
    ignored: where.terms.filter(asksToy).map((term) => term.source),
  }
}

function comparesScores(rule: CaptionRule): boolean {
  return rule === 'best' || (typeof rule === 'object' && 'raw_then_synth' in rule)
}

/** Scorers whose word counts for nothing here. */
function toysOf({ recipe, scorers }: Judges): readonly string[] {
  return recipe.score.allow_toy ? [] : scorers.filter(({ toy }) => toy).map(({ name }) => name)
}

function primaryOf({ scorers }: Judges): string {
  return scorers[0]?.name ?? ''
}
