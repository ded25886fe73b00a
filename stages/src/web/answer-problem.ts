import { FetchProblem, refuseFetch } from './fetch-result.js'
import { EXHAUSTED } from './open-socket.js'

/**
 * The refusal for an error of a connection that was open; `begun`: the head of the answer had come. An answer that
 * ends early is retryable, one that is not HTTP/1.1 is not. Gives back what it does not know: that is ours to mend.
 */
export function answerProblem(error: unknown, begun: boolean): unknown {
  if (error instanceof FetchProblem || !(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  // undici opens a file of its own for the first answer.
  if (EXHAUSTED.has(code))
    return refuseFetch('connect_error', true, `${code} on this machine`, { reach: 'none' })
  const detail = `${code}: ${error.message}`
  const ended = refuseFetch(begun ? 'body_truncated' : 'connect_error', true, detail, {
    reach: begun ? 'answered' : 'refused',
  })
  const malformed = refuseFetch('http_malformed', false, detail)
  switch (code) {
    case 'UND_ERR_SOCKET':
      return /^bad /.test(error.message) ? malformed : ended
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return begun ? ended : malformed
    case 'UND_ERR_HEADERS_OVERFLOW':
    // Of undici's parser, which asserts things about the order of answers that a server decides (found by fuzzing).
    case 'ERR_ASSERTION':
      return malformed
    // Of undici 7, without a code.
    case 'HTTPParserError':
      return /EOF/.test(error.message) ? ended : malformed
  }
  // After the handshake: a certificate of ours wanted (TLS 1.3), or records damaged on the way.
  if (code.startsWith('ERR_SSL_'))
    return begun ? ended : refuseFetch('tls_error', false, detail, { reach: 'refused' })
  return 'syscall' in error ? ended : error
}
