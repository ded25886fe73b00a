/**
 * SQL: language that `column` (a lang attribute, as written) declares, ISO 639-1 as our detector writes it; else NULL.
 *
 * The primary subtag of BCP 47 where it has two letters; withdrawn codes become those in use (iw he, ji yi), `nb` and
 * `nn` become `no`, `id` becomes `ms`, as eld does not tell these apart. Subtags of three letters are not known.
 */
export function declaredLanguage(column: string): string {
  const tag = `nullif(lower(regexp_extract(${column}, '^\\s*([A-Za-z]{2})(?:[-_]|\\s*$)', 1)), '')`
  return `CASE ${tag} WHEN 'iw' THEN 'he' WHEN 'ji' THEN 'yi' WHEN 'nb' THEN 'no' WHEN 'nn' THEN 'no'
    WHEN 'in' THEN 'ms' WHEN 'id' THEN 'ms' ELSE ${tag} END`
}
