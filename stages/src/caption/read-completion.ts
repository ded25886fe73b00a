import { printable } from '../web/fetch-result.js'
import { type CaptionOutcome, type CaptionTokens, noCaption } from './caption-outcome.js'
import { judgeAnswer } from './clean-answer.js'

type Fields = Readonly<Record<string, unknown>>

/**
 * The outcome of a chat completion as a server sent it, of whatever form (OpenAI API reference, "The chat completion
 * object"). Content may be a text, or parts of which the texts count. The SDK's types are not trusted: it checks none.
 */
export function readCompletion(answer: unknown, maxChars: number): CaptionOutcome {
  const fields = fieldsOf(answer)
  const choices = fields?.['choices']
  if (!Array.isArray(choices))
    return noCaption('bad_answer', `Expected choices in the answer, got ${kindOf(answer)}`)
  const tokens = tokensOf(fieldsOf(fields?.['usage']))
  if (choices.length === 0) return noCaption('empty', 'an answer without choices', tokens)
  const choice = fieldsOf(choices[0])
  const message = fieldsOf(choice?.['message'])
  if (message === null) {
    return noCaption(
      'bad_answer',
      `Expected a message in the choice, got ${kindOf(choice?.['message'])}`,
      tokens,
    )
  }
  const { refusal, content } = message
  if (typeof refusal === 'string' && refusal.trim() !== '')
    return noCaption('refused', printable(refusal), tokens)
  const text = textOf(content)
  if (text === null)
    return noCaption('bad_answer', `Expected a text as content, got ${kindOf(content)}`, tokens)
  const reason = choice?.['finish_reason']
  const finish = typeof reason === 'string' ? printable(reason).slice(0, 40) : null
  return judgeAnswer({ text, finish, ...tokens }, maxChars)
}

function textOf(content: unknown): string | null {
  if (content === null || content === undefined) return ''
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return null
  const texts = content.map((part) => fieldsOf(part)?.['text'])
  return texts.filter((text) => typeof text === 'string').join(' ')
}

function tokensOf(usage: Fields | null): CaptionTokens {
  return { tokensIn: count(usage?.['prompt_tokens']), tokensOut: count(usage?.['completion_tokens']) }
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

/** The fields of an object, null for anything else. */
export function fieldsOf(value: unknown): Fields | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : null
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return `the text ${JSON.stringify(printable(value.slice(0, 100)))}`
  return typeof value === 'object' ? 'an object without them' : typeof value
}
