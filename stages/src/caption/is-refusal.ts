const REFUSALS: readonly RegExp[] = [
  /^(?:i'm|i am|we're|we are) (?:(?:really|very|so|truly) )?sorry[,.;:]? (?:but )?(?:i|we|as|there|this|that)\b/,
  /^(?:sorry|apologies|i apologi[sz]e)\b[^.]{0,40}\b(?:i|we)(?:'m| am| can| cannot| do| won't| will|'re| are)\b/,
  /^(?:(?:unfortunately|however|sorry|apologies)[,.]? )?(?:i|we) (?:cannot|can't|can not|am unable|am not able|'m unable|won't|will not|don't|do not|must decline|'m not able|am not comfortable)\b/,
  /^(?:(?:unfortunately|sorry)[,.]? )?i'm (?:unable|not able|not comfortable)\b/,
  /^(?:as|being) an? (?:ai|artificial intelligence|(?:large )?language model|assistant|text-based)\b/,
  /^(?:there is|there's|i see|i don't see) no (?:image|picture|photo)\b/,
  /^no (?:image|picture|photo)s? (?:was|were|is|are|has been|have been)?\s*(?:provided|attached|visible|available|given|uploaded|shared|found)\b/,
  /^(?:please|could you|can you) (?:please )?(?:provide|upload|share|attach|send)\b[^.]{0,30}\b(?:image|picture|photo)\b/,
]

/**
 * True if an answer declines instead of describing. Only its beginning counts: a sign in the picture may say sorry.
 * English; a refusal in another language passes, and a low score is left to find it.
 */
export function isRefusal(text: string): boolean {
  const start = text.slice(0, 200).replace(/[’ʼ]/g, "'").replace(/\s+/g, ' ').trim().toLowerCase()
  return REFUSALS.some((refusal) => refusal.test(start))
}
