import { type ParseArgsConfig, parseArgs } from 'node:util'
import { RunError } from '@warc2dataset/schemas'

type Flags = NonNullable<ParseArgsConfig['options']>

type Parsed<F extends Flags> = ReturnType<
  typeof parseArgs<{ options: F; allowPositionals: true; strict: true }>
>

/** Flags and positional arguments of a command. @throws RunError exit 2 with the usage line. */
export function parseFlags<F extends Flags>(args: readonly string[], options: F, usage: string): Parsed<F> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true }) as Parsed<F>
  } catch (error) {
    throw usageError((error as Error).message.split('. ')[0] ?? '', usage)
  }
}

export function usageError(problem: string, usage: string): RunError {
  return new RunError('usage', `${problem}\nUsage: ${usage}`)
}

/** The single positional argument `name`. */
export function onlyArgument(positionals: readonly string[], name: string, usage: string): string {
  const [value] = positionals
  if (value === undefined || positionals.length > 1) {
    throw usageError(
      `Expected one ${name}, got ${positionals.length === 0 ? 'none' : positionals.join(' ')}`,
      usage,
    )
  }
  return value
}

/** The folder of --out, or undefined if the flag is absent. */
export function outFolder(value: string | undefined, usage: string): string | undefined {
  if (value?.trim() === '') throw usageError('Expected a folder for --out, got an empty name', usage)
  return value
}

/** A whole number of at least `min`, or undefined if the flag is absent. */
export function wholeNumber(
  value: string | undefined,
  flag: string,
  min: number,
  usage: string,
): number | undefined {
  if (value === undefined) return undefined
  if (/^\d{1,9}$/.test(value) && Number(value) >= min) return Number(value)
  throw usageError(`Expected a whole number of at least ${min} for --${flag}, got ${value}`, usage)
}
