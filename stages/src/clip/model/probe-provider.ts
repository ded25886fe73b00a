import { type ClipModel, modelError } from './load-model.js'
import { PROVIDERS, type Provider } from './open-tower.js'
import { type ModelChildOptions, runModelChild } from './run-model-child.js'

export interface ProbedProvider {
  readonly provider: Provider
  /** What was tried, in order; `problem` is null for the one that works. */
  readonly tried: readonly { readonly provider: Provider; readonly problem: string | null }[]
}

/**
 * Finds where a model runs: each candidate opens the image tower in a child process, since some failures abort, and
 * must give the numbers of the CPU within the manifest's `epsilon`. `auto` takes the first of cuda, webgpu, cpu that does; a provider
 * asked for by name is never replaced. Rejects with `RunError('model', …)` if none works.
 */
export async function probeProvider(
  model: ClipModel,
  wanted: 'auto' | Provider,
  options: ModelChildOptions = {},
): Promise<ProbedProvider> {
  const ask = (provider: Provider) => runModelChild({ kind: 'probe', model, provider }, options)
  return firstThatRuns(wanted, ask, (problems) => modelError(model, problems))
}

/** The first provider for which `ask` finds no problems; rejects with `toError` of one line for each that was tried. */
export async function firstThatRuns(
  wanted: 'auto' | Provider,
  ask: (provider: Provider) => Promise<readonly string[]>,
  toError: (problems: readonly string[]) => Error,
): Promise<ProbedProvider> {
  const tried: { provider: Provider; problem: string | null }[] = []
  for (const provider of wanted === 'auto' ? PROVIDERS : [wanted]) {
    const problems = await ask(provider)
    if (problems.length === 0) return { provider, tried: [...tried, { provider, problem: null }] }
    tried.push({ provider, problem: problems.join('; ') })
  }
  throw toError(
    tried.map(({ provider, problem }) => `Expected the provider ${provider} to run it, got ${problem}`),
  )
}
