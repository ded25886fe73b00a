import { text } from 'node:stream/consumers'
import type { ResizeMode, ResizeOptions } from '@warc2dataset/stages/resize/resize-options'
import { openResizePlan } from '@warc2dataset/stages/resize/resize-plan'

interface Question {
  readonly width: number
  readonly height: number
  readonly mode: ResizeMode
  readonly options: ResizeOptions
}

/** For test/python/resize_modes_peer.py: a JSON list of questions from stdin, the list of their plans to stdout. */
const questions: readonly Question[] = JSON.parse(await text(process.stdin))
const plans = questions.map(({ width, height, mode, options }) =>
  openResizePlan(mode, options)(width, height),
)
process.stdout.write(JSON.stringify(plans))
