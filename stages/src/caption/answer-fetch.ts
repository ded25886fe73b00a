/** More bytes than any answer of `maxTokens` has. */
const MAX_ANSWER_BYTES = 2 ** 20

/** The body of an answer is larger than any honest one. */
export class AnswerTooBig extends Error {}

/**
 * The `fetch` of the SDK. The key is set here, so that the SDK, its log and its errors never hold it; what the SDK
 * would tell about this machine, or take from the environment (OPENAI_CUSTOM_HEADERS), stays away. No redirect is
 * followed: the pictures go where the recipe says. The body is read here, up to 1 MiB after decompression, under the
 * request's own signal, since the time limit of the SDK ends with the head.
 */
export function openAnswerFetch(apiKey: string | null): typeof fetch {
  return async (url, init = {}) => {
    const headers: Record<string, string> = {
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'warc2dataset',
    }
    if (apiKey !== null) headers['authorization'] = `Bearer ${apiKey}`
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' })
    const body = await readBody(answer)
    const { status, statusText } = answer
    const kept = new Headers()
    for (const name of ['content-type', 'retry-after']) {
      const value = answer.headers.get(name)
      if (value !== null) kept.set(name, value)
    }
    const hasBody = status !== 204 && status !== 205 && status !== 304
    return new Response(hasBody ? body : null, { status, statusText, headers: kept })
  }
}

async function readBody(answer: Response): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of answer.body ?? []) {
    bytes += part.length
    if (bytes > MAX_ANSWER_BYTES)
      throw new AnswerTooBig(`Expected at most ${MAX_ANSWER_BYTES} bytes, got more`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}
