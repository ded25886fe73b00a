import { fileURLToPath } from 'node:url'

const root = new URL('../..', import.meta.url)

/** A path in the checkout. */
export function inCheckout(path: string): string {
  return fileURLToPath(new URL(path, root))
}

/** Real material that lies beside the checkout on some machines; the project never needs it. */
export const SHARED = inCheckout('../shared/data')

/** The compiled command line. */
export const CLI = inCheckout('pipeline/dist/cli/main.js')
