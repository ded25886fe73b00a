import { printable } from '../web/fetch-result.js'
import { type CaptionOutcome, type CaptionTokens, noCaption } from './caption-outcome.js'
import { isRefusal } from './is-refusal.js'
import { isRepeated } from './is-repeated.js'

/** What a model said about one picture. */
export interface RawAnswer extends CaptionTokens {
  readonly text: string
  /** `finish_reason` of the choice. */
  readonly finish: string | null
}

/** More than this is not looked at. */
const MAX_READ = 20_000
const NOUN = '(?:image|picture|photo|photograph|illustration|drawing|graphic|scene)'
const VERB = '(?:shows|depicts|displays|features|portrays|presents|contains|captures|is of|represents)'
/** What chat models say before they describe. */
const PREFIXES: readonly RegExp[] = [
  /^(?:sure|certainly|of course|absolutely|okay|ok)\b[,!.:]*\s+/i,
  /^here(?:'s| is) (?:a|an|the|your) [^.:\n]{0,60}:\s*/i,
  /^(?:(?:image|alt|short|detailed) )?(?:caption|description|alt[- ]text|alt)\s*:\s*/i,
  new RegExp(`^(?:this|the) ${NOUN} ${VERB}\\s+`, 'i'),
  new RegExp(`^in (?:this|the) ${NOUN},?\\s+(?:(?:we|you|i|one) (?:can )?see\\s+)?`, 'i'),
  /^(?:we|you|i|one) can see\s+/i,
]

/**
 * The outcome that an answer amounts to. Thinking, control and format characters, Markdown marks, quotes around all of
 * it and lead-ins ("The image shows") go; spaces and lines become single spaces. `maxChars` counts UTF-16 units of what
 * remains. A refusal is one even if it was cut, and a loop that ran into the token limit is a loop.
 */
export function judgeAnswer(answer: RawAnswer, maxChars: number): CaptionOutcome {
  const { finish, tokensIn, tokensOut } = answer
  const no = (kind: Parameters<typeof noCaption>[0], why: string) => noCaption(kind, why, answer)
  if (finish === 'content_filter') return no('refused', 'finish_reason content_filter')
  const said = oneLine(withoutThinking(answer.text.slice(0, MAX_READ)))
  const text = withoutFrame(said)
  const isCut = finish === 'length' || finish === 'max_tokens'
  if (!/[\p{L}\p{N}]/u.test(text)) {
    return isCut
      ? no('cut', 'the token limit came before the first word')
      : no('empty', `an answer without a word: ${JSON.stringify(printable(said))}`)
  }
  const excerpt = printable(text.slice(0, 120))
  if (isRefusal(said) || isRefusal(text)) return no('refused', excerpt)
  if (isRepeated(text)) return no('repeated', excerpt)
  if (isCut) return no('cut', `finish_reason ${finish} after: ${excerpt}`)
  if (text.length > maxChars || answer.text.length > MAX_READ) {
    return no('too_long', `Expected at most ${maxChars} characters, got ${answer.text.length}: ${excerpt}`)
  }
  return { kind: 'written', text, tokensIn, tokensOut, finish }
}

/** Without `<think>…</think>` of reasoning models whose server does not take it away; one without an end is all thinking. */
function withoutThinking(text: string): string {
  const open = text.search(/<think(?:ing)?>/i)
  const close = text.search(/<\/think(?:ing)?>/i)
  if (close >= 0) return text.slice(text.indexOf('>', close) + 1)
  return open >= 0 ? text.slice(0, open) : text
}

/** Joiners stay: emoji, Persian and Indic scripts need them. */
function oneLine(text: string): string {
  return text
    .replace(/<\|[a-z_]{1,30}\|>|<\/?s>/gi, ' ')
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, ' ')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
}

function withoutFrame(said: string): string {
  let text = said
  // Frames nest: 'Sure! Here is a caption: **"The image shows a cat."**'.
  for (let round = 0; round < 6; round++) {
    const inner = withoutPrefix(withoutMarks(text))
    if (inner === text) break
    text = inner
  }
  return text
}

function withoutMarks(text: string): string {
  const bare = text.replace(/^(?:#{1,6}\s+|[-*•]\s+)/, '').replace(/(\*\*|__)(.+?)\1/g, '$2')
  const isQuoted = /^(?:"[^"]*"|“[^“”]*”|'[^']*'|`[^`]*`)$/.test(bare)
  return (isQuoted ? bare.slice(1, -1) : bare).trim()
}

/** A lead-in goes only if words follow; the first letter then is upper case where the lead-in's was. */
function withoutPrefix(text: string): string {
  for (const prefix of PREFIXES) {
    const rest = text.replace(prefix, '')
    if (rest === text || !/[\p{L}\p{N}]/u.test(rest)) continue
    const isUpper = /^\p{Lu}/u.test(text)
    return isUpper ? rest.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()) : rest
  }
  return text
}
