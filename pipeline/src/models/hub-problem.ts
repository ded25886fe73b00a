import { RunError } from '@warc2dataset/schemas'

/** An answer that asking again does not mend, with what does. Exit 5. */
export function answerProblem(status: number, name: string, endpoint: string): RunError {
  const about = ABOUT[status] ?? 'Is $HF_ENDPOINT a hub?'
  return new RunError('model', `Expected ${name} from ${endpoint}, got HTTP ${status}. ${about}`)
}

const ACCOUNT =
  'The repository is private, gated, or not there under this name (a hub says the same for all three). Accept its terms on its page with an account, then set HF_TOKEN to a read token of that account.'

const ABOUT: Readonly<Record<number, string>> = {
  401: ACCOUNT,
  403: ACCOUNT,
  404: 'The repository has no such file at that revision, or the hub has no such repository.',
}
