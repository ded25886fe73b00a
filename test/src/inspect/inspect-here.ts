import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect as inspectCommand } from '@warc2dataset/pipeline/cli/inspect'
import { type InspectOptions, inspect } from '@warc2dataset/pipeline/inspect/inspect'
import {
  type Inspection,
  inspectionSchema,
  isAvailable,
  type NotAvailable,
  RunError,
} from '@warc2dataset/schemas'
import { vi } from 'vitest'
import type { CliResult } from '../bad-input/run-cli.js'

/** Inspects in this process, without map and pictures, and gives what was written. */
export async function inspectHere(
  subject: string,
  out: string,
  wishes: Partial<InspectOptions> = {},
): Promise<Inspection> {
  await inspect({
    subject,
    out,
    vs: null,
    score: null,
    whatIf: null,
    lexicons: [],
    references: null,
    pictures: false,
    mapPoints: 0,
    seed: 0,
    signal: new AbortController().signal,
    tell: () => {},
    ...wishes,
  })
  return readInspection(out)
}

/** How inspecting ends that must not succeed: with an error for people. */
export async function refusalOf(
  subject: string,
  out: string,
  wishes: Partial<InspectOptions> = {},
): Promise<{ readonly code: number; readonly message: string }> {
  const error: unknown = await inspectHere(subject, out, wishes).then(
    () => new Error('Expected a refusal, got a report'),
    (refused: unknown) => refused,
  )
  if (error instanceof RunError) return { code: error.exitCode, message: error.message }
  throw error
}

export function readInspection(folder: string): Inspection {
  return inspectionSchema.parse(JSON.parse(readFileSync(join(folder, 'inspect.json'), 'utf8')))
}

/** The section, which must be there. */
export function there<T extends object>(section: T | NotAvailable): T {
  if (isAvailable(section)) return section
  throw new Error(`Expected the section, got none: ${section.not_available}`)
}

/** `warc2dataset inspect` in this process; stderr is what the command line would print of the error. */
export async function commandHere(args: readonly string[]): Promise<CliResult> {
  let stdout = ''
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    stdout += chunk.toString()
    return true
  })
  try {
    const code = await inspectCommand(args)
    return { code, stdout, stderr: '' }
  } catch (error) {
    if (!(error instanceof RunError)) throw error
    return { code: error.exitCode, stdout, stderr: error.message }
  } finally {
    spy.mockRestore()
  }
}
