// Signs, parentheses, and runs of neither; each character is in exactly one token, so this is linear.
const TOKEN = /[<>=!]+|[()]|[^\s<>=!()]+/gu

/**
 * Numbers that a term of `select.where` compares `column` with, in the order written: `p >= 0.2` and
 * `p between 0 and 0.5` both tell. Empty for other comparisons, such as with a text.
 */
export function cutValues(term: string, column: string): readonly number[] {
  const tokens = term.match(TOKEN) ?? []
  return tokens.flatMap((token, at) => (token === column ? numbersAfter(tokens, at) : []))
}

function numbersAfter(tokens: readonly string[], at: number): readonly number[] {
  const operator = tokens[at + 1]
  const compared = operator?.toLowerCase() === 'between' ? [tokens[at + 2], tokens[at + 4]] : [tokens[at + 2]]
  const compares = operator !== undefined && (/^[<>=!]+$/u.test(operator) || compared.length === 2)
  return compares ? compared.flatMap(toNumber) : []
}

function toNumber(token: string | undefined): readonly number[] {
  const value = Number(token ?? Number.NaN)
  return Number.isFinite(value) ? [value] : []
}
