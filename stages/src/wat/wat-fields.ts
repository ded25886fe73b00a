import { copyString } from '../html/copy-string.js'

/** A value of parsed JSON whose shape nobody promises. */
export type Json = unknown

/** The member `name` of an object; undefined for anything else. Own members only: `__proto__` is a name like any other. */
export function member(value: Json, name: string): Json {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Readonly<Record<string, Json>>)[name]
}

/** The member reached by these names in turn. */
export function path(value: Json, ...names: readonly string[]): Json {
  return names.reduce(member, value)
}

export function list(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : []
}

/** A copy of a text, cut to `most` code units; null for anything else. */
export function text(value: Json, most = Number.POSITIVE_INFINITY): string | null {
  return typeof value === 'string' ? copyString(value.slice(0, most)) : null
}

/** ia-web-commons writes numbers as text. Whole numbers from 0 to 2^53 - 1; null for anything else. */
export function whole(value: Json): number | null {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}
