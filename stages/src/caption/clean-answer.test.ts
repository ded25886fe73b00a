import { describe, expect, it } from 'vitest'
import { judgeAnswer } from './clean-answer.js'

const judge = (text: string, finish: string | null = 'stop', maxChars = 200) =>
  judgeAnswer({ text, finish, tokensIn: 1, tokensOut: 2 }, maxChars)
const textOf = (text: string) => {
  const outcome = judge(text)
  return outcome.kind === 'written' ? outcome.text : outcome.kind
}

describe('judgeAnswer', () => {
  it.each([
    ['  a red star\n', 'a red star'],
    ['The image shows a red star.', 'A red star.'],
    ['the picture depicts a red star', 'a red star'],
    ['In this photo, we can see two dogs.', 'Two dogs.'],
    ['Sure! Here is a caption for the image: **"The image shows a cat."**', 'A cat.'],
    ['Caption: A cat', 'A cat'],
    ['**Alt text:** A cat', 'A cat'],
    ['“A cat on a mat.”', 'A cat on a mat.'],
    ['- A cat', 'A cat'],
    ['<think>The user wants a star.</think>\n\nA star.', 'A star.'],
    ['the user wants a star</think>A star.', 'A star.'],
    ['A star.<|im_end|>', 'A star.'],
    ['A\u0000 st\u202ear\u2028of\ud800 gold', 'A st ar of gold'],
    ['A man says "I\'m sorry, I can\'t" on a poster', 'A man says "I\'m sorry, I can\'t" on a poster'],
    ["I'm sorry card with flowers", "I'm sorry card with flowers"],
    ['"Open" and "closed"', '"Open" and "closed"'],
    ['The image shows', 'The image shows'],
    ['Cafe\u0301', 'Caf\u00e9'],
    ['👨\u200d👩\u200d👧 a family', '👨\u200d👩\u200d👧 a family'],
    ['一只红色的星星', '一只红色的星星'],
  ])('%j becomes %j', (said, text) => {
    expect(textOf(said)).toBe(text)
  })

  it.each([
    "I'm sorry, but I can't assist with that.",
    'I’m sorry, I cannot identify people.',
    'Sorry, I am not able to help.',
    'I cannot view images.',
    "I'm unable to describe the picture.",
    'Unfortunately, I am unable to see it.',
    'As an AI language model, I have no eyes.',
    'No image was provided.',
    'Please upload the image.',
    'Sure! I cannot describe this.',
  ])('%j is a refusal', (said) => {
    expect(textOf(said)).toBe('refused')
    expect(judge(said, 'length').kind).toBe('refused')
  })

  it.each([
    ['', 'stop', 'empty'],
    ['"..."', 'stop', 'empty'],
    ['<think>hmm', 'length', 'cut'],
    ['<think>hmm', 'stop', 'empty'],
    ['A dog on a', 'length', 'cut'],
    ['A dog', 'content_filter', 'refused'],
    ['a star, a star, a star, a star, a star, a star', 'length', 'repeated'],
    [Array.from({ length: 99 }, (_, n) => n).join(' '), 'stop', 'too_long'],
    [`<think>${'x '.repeat(20_000)}`, 'stop', 'empty'],
    [`A star. ${' '.repeat(30_000)}`, 'stop', 'too_long'],
  ])('%#: is no caption', (text, finish, kind) => {
    expect(judge(text, finish)).toMatchObject({ kind, tokensIn: 1, tokensOut: 2 })
  })

  it('takes what is as long as a caption may be', () => {
    expect(judge('abcde', null, 5)).toMatchObject({ kind: 'written', finish: null })
    expect(judge('abcdef', null, 5).kind).toBe('too_long')
  })

  it('has details that are short and printable, and captions that are stable', () => {
    for (const text of [
      "I can't help\u0007 ".repeat(90),
      `a\u0000${'b '.repeat(900)}`,
      '"Sure! \'a cat\'"',
    ]) {
      const outcome = judge(text)
      if (outcome.kind === 'written') expect(textOf(outcome.text)).toBe(outcome.text)
      else expect(outcome.detail).toMatch(/^[^\p{Cc}]{1,200}$/u)
    }
  })
})
