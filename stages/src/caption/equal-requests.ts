import { createHash } from 'node:crypto'
import { type CaptionPicture, type CaptionQuestion, questionText, seedOf } from './caption-question.js'

/** Indices of the pictures that make the same request, in the order of the first of each. */
export function equalRequests(
  pictures: readonly CaptionPicture[],
  question: Pick<CaptionQuestion, 'prompt' | 'fuse' | 'seed'>,
): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>()
  for (const [index, picture] of pictures.entries()) {
    const id = createHash('sha256')
      .update(`${seedOf(picture, question)}\0${questionText(question, picture.alt)}`)
      .update('\0')
      .update(picture.jpeg)
      .digest('hex')
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [index])
    else group.push(index)
  }
  return [...groups.values()]
}
