import { printable } from './exit.js'

type Fields = Readonly<Record<string, unknown>>

/** What a person must be told of an event, or null; also in quiet mode. */
export function warningOf(event: string, fields: Fields): string | null {
  switch (event) {
    case 'unit_failed':
      return `Warning: ${text(fields['phase'])} ${text(fields['unit'])}, attempt ${text(fields['attempt'])}: ${text(fields['error'])}`
    case 'toy_drops_nothing': {
      const ignored = (fields['ignored'] as readonly unknown[]).map(text).join('; ')
      return `Warning: a toy model judges nothing here, so these filters are ignored: ${ignored}. --allow-toy applies them; outside its domain a toy's score means nothing.`
    }
    case 'area_near_buckets':
      return `Warning: fetch.resize.max_area ${text(fields['max_area'])} is near the area of the buckets: pictures whose shape lies between two of them are stored too small for either, and will be dropped (bucket_too_small). ${text(fields['enough'])} is enough, or fetch.resize.mode: bucket.`
    case 'network_gone':
      return 'Warning: nobody answers, so it is our own network that is gone. Nothing is asked until it is back, and nothing is written off.'
    case 'scorer':
      return fields['toy'] === true
        ? `Warning: ${text(fields['name'])} is a toy model, made for ${text(fields['domain'] ?? 'its demo')}. On other pictures its score means nothing.`
        : null
    default:
      return null
  }
}

/** What is good to know of an event, or null. */
export function newsOf(event: string, fields: Fields): string | null {
  if (event === 'vae')
    return `VAE ${text(fields['name'])} (${text(fields['id'])}) runs on ${text(fields['provider'])}`
  if (event === 'network_back') return 'The network is back: goes on'
  if (event !== 'scorer') return null
  return `Model ${text(fields['name'])} (${text(fields['id'])}) runs on ${text(fields['provider'])}`
}

function text(value: unknown): string {
  return printable(String(value)).replaceAll('\n', ' ')
}
