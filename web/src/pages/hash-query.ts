/** Parameters after the page in the address: `t=0.283` of `#threshold?t=0.283`. Empty if the address is of another page. */
export function queryOf(hash: string, page: string): URLSearchParams {
  const text = hash.startsWith('#') ? hash.slice(1) : hash
  const mark = text.indexOf('?')
  const name = mark < 0 ? text : text.slice(0, mark)
  return new URLSearchParams(name === page && mark >= 0 ? text.slice(mark + 1) : '')
}

/** The address of a page with these parameters; what is null or empty is left out. */
export function hashOf(page: string, query: Readonly<Record<string, string | null>>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== '') parameters.set(name, value)
  }
  const text = parameters.toString()
  return text === '' ? `#${page}` : `#${page}?${text}`
}
