import { type Recipe, RunError } from '@warc2dataset/schemas'
import { type Captioner, openEndpoint } from '@warc2dataset/stages/caption/ask-endpoint'
import type { AskOnceOptions } from '@warc2dataset/stages/caption/ask-once'
import { noCaption } from '@warc2dataset/stages/caption/caption-outcome'
import { checkEndpoint, type EndpointOptions } from '@warc2dataset/stages/caption/endpoint-options'
import { openCutter } from '@warc2dataset/stages/picture/open-cutter'
import { defaultPictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import { captionQuestion } from './caption-wishes.js'
import type { Job, RunView } from './phase.js'

const BUDGET = 'caption/requests'
const AT_ONCE = 'caption/at-once'

/** An endpoint of one worker, with what it asked since it was opened. */
interface CountedEndpoint extends Captioner {
  readonly requests: () => number
  readonly isOverBudget: () => boolean
  readonly close: () => Promise<void>
}

/** What asks, for one unit. */
export interface Asking extends Pick<AskOnceOptions, 'ask' | 'shrink' | 'alone'> {
  /** Why nobody can be asked any more; null: nothing is wrong. */
  readonly problem: () => string | null
  /** True once a request was not made, since the budget of this call of `run` is used up. */
  readonly isOverBudget: () => boolean
  /** Requests that this worker made since the unit began. */
  readonly requests: () => number
}

/**
 * Refuses an endpoint that cannot be one before anything is asked: the address, and the key, which the recipe names only.
 * @throws RunError exit 4; a bad key is never shown
 */
export function checkCaptioner({ recipe }: Pick<RunView, 'recipe'>): void {
  if (recipe.caption.backend !== 'endpoint') return
  checkEndpoint(endpointOptions(recipe, () => true))
}

/** Opens the endpoint of this worker, or takes the one that is open. */
export async function openAsking(job: Job): Promise<Asking> {
  const { concurrency } = job.view.recipe.caption
  const endpoint = await job.shared('caption/endpoint', () => openCounted(job))
  const before = endpoint.requests()
  return {
    // The limit is one for all workers: a server does not know how many there are.
    ask: (picture, signal) =>
      holding(job, AT_ONCE, concurrency, async () => {
        const [outcome] = await endpoint.caption([picture], signal)
        return outcome ?? noCaption('unreachable', 'no outcome')
      }),
    shrink: async (jpeg, size, signal) => {
      const cutter = await job.shared('caption/cutter', () =>
        openCutter({ limits: defaultPictureLimits, children: Math.max(1, job.machine.cores - 1) }),
      )
      const whole = { left: 0, top: 0, ...size }
      const cut = await cutter.cut(jpeg, { resized: size, crop: whole }, signal)
      return cut.ok ? cut.jpeg : noCaption('unfit', `${cut.code}: ${cut.detail}`.slice(0, 200))
    },
    alone: (key, work) => holding(job, `caption/${key}`, 1, work),
    problem: endpoint.problem,
    isOverBudget: endpoint.isOverBudget,
    requests: () => endpoint.requests() - before,
  }
}

async function openCounted(job: Job): Promise<CountedEndpoint> {
  const { recipe } = job.view
  const { budget } = recipe.caption
  let made = 0
  let isOver = false
  const take = async (): Promise<boolean> => {
    isOver ||= budget !== undefined && !(await job.spend(BUDGET, budget))
    if (isOver) return false
    made += 1
    job.count('captions_asked', 1)
    return true
  }
  const captioner = openEndpoint(endpointOptions(recipe, take))
  return { ...captioner, requests: () => made, isOverBudget: () => isOver, close: async () => {} }
}

function endpointOptions(recipe: Recipe, take: EndpointOptions['budget']['take']): EndpointOptions {
  const { caption, seed } = recipe
  return {
    ...captionQuestion({ recipe }),
    baseUrl: caption.base_url ?? '',
    model: caption.model ?? '',
    apiKey: keyOf(recipe),
    tokenField: caption.token_field,
    concurrency: caption.concurrency,
    budget: { take },
    timeoutMs: caption.timeout_ms,
    retries: caption.retries,
    jitterSeed: seed,
  }
}

/** The key from the environment of this process; it goes nowhere but into requests. */
function keyOf({ caption: { api_key_env: name } }: Recipe): string | null {
  if (name === undefined) return null
  const key = process.env[name] ?? ''
  if (key !== '') return key
  throw new RunError(
    'recipe',
    `Expected an API key in the environment variable ${name} for caption.api_key_env, got nothing`,
  )
}

async function holding<T>(job: Job, name: string, limit: number, work: () => Promise<T>): Promise<T> {
  const giveBack = await job.lease(name, limit)
  try {
    return await work()
  } finally {
    giveBack()
  }
}
