import { readFileSync } from 'node:fs'
import type { LabelledText } from './measure-detector.js'

/** The sample that `test/python/language_sample.py` wrote to `path`. */
export function readSample(path: string | undefined): readonly LabelledText[] {
  if (path === undefined) throw new Error('Expected a file of language_sample.py for SAMPLE, got none')
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LabelledText)
}
