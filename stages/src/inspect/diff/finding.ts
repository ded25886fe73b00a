/** One line of a comparison. */
export interface Finding {
  readonly line: string
  readonly isWorse: boolean
}

export function worse(line: string): Finding {
  return { line, isWorse: true }
}

/** Better, equal, or not so much worse. */
export function better(line: string): Finding {
  return { line, isWorse: false }
}

/** More than the limit; what rounding adds to an exact limit does not count. */
export function isBeyond(rise: number, limit: number): boolean {
  return rise > limit + 1e-12
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

const LONGEST = 200

/** Text of a stranger's file as a terminal may show it: no controls, no direction marks, at most 200 code points. */
export function plain(text: string): string {
  const points = [...text.slice(0, 2 * LONGEST)].slice(0, LONGEST).join('')
  return points.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd')
}
