import { getDomain } from 'tldts'

/**
 * The domain somebody registered (public suffix plus one label) for an http(s) URL, lower case, punycode.
 *
 * Private suffixes count (`allowPrivateDomains`): `a.github.io` and `b.github.io` belong to different people,
 * so a cap or an opt-out of one must not hit the other. Falls back to the host for IP literals, single labels
 * and hosts that are a public suffix themselves; '' only for a string that is not a URL or has no host.
 */
export function registeredDomain(url: string): string {
  const host = hostOf(url)
  return getDomain(host, { allowPrivateDomains: true }) ?? host
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname.replace(/\.$/, '')
  } catch {
    return ''
  }
}
