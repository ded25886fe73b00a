export type Command = (args: readonly string[]) => Promise<number>

/** Every command by its name; its code is loaded when it runs. Returns the exit code. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  init: async (args) => (await import('./init.js')).init(args),
  plan: async (args) => (await import('./plan.js')).plan(args),
  run: async (args) => (await import('./run.js')).run(args),
  demo: async (args) => (await import('./demo.js')).demo(args),
  select: async (args) => (await import('./recut.js')).select(args),
  pack: async (args) => (await import('./recut.js')).pack(args),
  status: async (args) => (await import('./status.js')).status(args),
  peek: async (args) => (await import('./peek.js')).peek(args),
  explain: async (args) => (await import('./explain.js')).explain(args),
  verify: async (args) => (await import('./verify.js')).verify(args),
  search: async (args) => (await import('./search.js')).search(args),
  classify: async (args) => (await import('./classify.js')).classify(args),
  latents: async (args) => (await import('./latents.js')).latents(args),
  inspect: async (args) => (await import('./inspect.js')).inspect(args),
  export: async (args) => (await import('./export.js')).exportDataset(args),
  models: async (args) => (await import('./models.js')).models(args),
  doctor: async (args) => (await import('./doctor.js')).doctor(args),
}
