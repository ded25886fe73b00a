import type { PromptSet } from '@warc2dataset/schemas'

/** Prompts times templates of a set: this many are embedded in minutes to hours, depending on the model. */
const MAX_TEXTS = 1_000_000

/** What the schema cannot say of a prompt set; one line for each problem, empty if it is sound. */
export function promptSetProblems(set: PromptSet): readonly string[] {
  const labels = new Set<string>()
  const twice = set.classes.flatMap(({ label }, at) => {
    if (!labels.has(label)) {
      labels.add(label)
      return []
    }
    return [`classes.${at}.label: Expected each label once, got ${JSON.stringify(label)} again`]
  })
  const prompts = set.classes.reduce((sum, each) => sum + Math.max(1, each.prompts.length), 0)
  const texts = prompts * set.templates.length
  const tooMany =
    texts > MAX_TEXTS ? [`classes: Expected at most ${MAX_TEXTS} prompts times templates, got ${texts}`] : []
  return [...twice, ...tooMany, ...chosenProblems(set, labels)]
}

/** Of the classes that the set counts together, in whatever words it does so. */
function chosenProblems({ gives }: PromptSet, labels: ReadonlySet<string>): readonly string[] {
  if (gives.kind === 'labels') return []
  const [field, chosen] = gives.kind === 'probability' ? ['of', gives.of] : ['unsafe', gives.unsafe]
  const unknown = chosen.filter((label) => !labels.has(label))
  if (unknown.length > 0) {
    return unknown.map((label) => `gives.${field}: Expected labels of classes, got ${JSON.stringify(label)}`)
  }
  const distinct = new Set(chosen).size
  if (distinct < chosen.length) return [`gives.${field}: Expected each label once, got one again`]
  return distinct < labels.size ? [] : [`gives.${field}: Expected some of the classes, got all of them`]
}
