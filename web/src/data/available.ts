import type { NotAvailable } from '@warc2dataset/schemas'

/** As `isAvailable` of schemas, which would bring zod into the page. */
export function isAvailable<T extends object>(section: T | NotAvailable): section is T {
  return !('not_available' in section)
}
