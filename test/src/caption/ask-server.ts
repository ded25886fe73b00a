import { openEndpoint } from '@warc2dataset/stages/caption/ask-endpoint'
import type { CaptionOutcome } from '@warc2dataset/stages/caption/caption-outcome'
import type { CaptionClock, EndpointOptions } from '@warc2dataset/stages/caption/endpoint-options'
import { type AskedFor, fakeJpeg, type ServerStep, startCaptionServer } from './caption-server.js'

export const API_KEY = 'sk-test-0123456789abcdef-WXYZ'

/** Time that only waits move. */
export interface StepClock extends CaptionClock {
  readonly waits: readonly number[]
}

export function stepClock(startMs = Date.UTC(2026, 0, 1)): StepClock {
  let now = startMs
  const waits: number[] = []
  return {
    waits,
    now: () => now,
    wait: async (ms, signal) => {
      signal.throwIfAborted()
      waits.push(ms)
      const until = now + ms
      await new Promise((resolve) => setImmediate(resolve))
      now = Math.max(now, until)
    },
  }
}

/** A budget of so many requests. */
export function budgetOf(count: number): { readonly take: () => boolean; readonly taken: () => number } {
  let left = count
  return { take: () => left > 0 && left-- > 0, taken: () => count - left }
}

export interface Asked {
  readonly outcomes: readonly CaptionOutcome[]
  readonly log: readonly AskedFor[]
  readonly problem: string | null
}

/** Asks a scripted server for captions of pictures by their names, in one call. */
export async function askServer(
  names: readonly string[],
  script: (picture: string, before: number) => ServerStep,
  options: Partial<EndpointOptions> = {},
  altOf: (name: string) => string = () => '',
): Promise<Asked> {
  const server = await startCaptionServer(script)
  try {
    const captioner = openEndpoint({ ...endpointOptions(server.baseUrl), ...options })
    const pictures = names.map((key) => ({ key, jpeg: fakeJpeg(key), alt: altOf(key) }))
    const outcomes = await captioner.caption(pictures, new AbortController().signal)
    return { outcomes, log: server.log, problem: captioner.problem() }
  } finally {
    await server.close()
  }
}

export function endpointOptions(baseUrl: string): EndpointOptions {
  return {
    baseUrl,
    model: 'some-vlm',
    apiKey: API_KEY,
    prompt: 'Describe the picture in one sentence.',
    fuse: false,
    temperature: 0,
    maxTokens: 80,
    seed: 1,
    concurrency: 8,
    budget: { take: () => true },
    timeoutMs: 10_000,
    retries: 3,
    jitterSeed: 1,
    clock: stepClock(),
  }
}
