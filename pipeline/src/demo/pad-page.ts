import { sentence } from './plan-texts.js'
import { itemAt, type Random } from './seeded-random.js'

const PARAGRAPH = 800

/** Gives extra running text of about `length` characters, as paragraphs of ASCII. */
export type Padding = (random: Random, length: number) => readonly string[]

/** Prepares padding: composing it word by word for every page would cost more than writing the archive. */
export function preparePadding(random: Random): Padding {
  const pool = Array.from({ length: 512 }, () => paragraph(random))
  return (ofPage, length) => {
    const start = ofPage.int(pool.length)
    return Array.from({ length: Math.ceil(length / PARAGRAPH) }, (_, index) =>
      itemAt(pool, (start + index) % pool.length),
    )
  }
}

function paragraph(random: Random): string {
  return sentence(random, 'en', PARAGRAPH / 4)
    .replaceAll(/[^ a-z]/g, '')
    .padEnd(PARAGRAPH, ' and')
    .slice(0, PARAGRAPH)
}
