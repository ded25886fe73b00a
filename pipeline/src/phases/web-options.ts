import type { Recipe } from '@warc2dataset/schemas'
import type { SignalRules } from '@warc2dataset/stages/fetch/judge-signals'
import type { NoteRules } from '@warc2dataset/stages/fetch/site-notes'
import { type Site, type SiteRules, siteOf } from '@warc2dataset/stages/politeness/site-limits'
import { PRODUCT_TOKENS } from '@warc2dataset/stages/robots/agent-rules'
import { hostKey } from '@warc2dataset/stages/web/check-url'
import type { FetcherOptions } from '@warc2dataset/stages/web/fetcher-options'
import { parseUrl } from '@warc2dataset/stages/web/parse-url'
import { VERSION } from '../version.js'

/** How a recipe asks the web. */
export function fetcherOptions({ fetch }: Pick<Recipe, 'fetch'>): FetcherOptions {
  return {
    userAgent: `${fetch.user_agent} warc2dataset/${VERSION} (warc-to-dataset)`,
    allowHosts: fetch.allow_hosts,
    resolve: fetch.resolve,
    totalTimeoutMs: fetch.total_timeout_ms,
    maxBytes: fetch.max_bytes,
    maxRedirects: fetch.max_redirects,
  }
}

/** What of a picture's answer is obeyed. */
export function signalRules({ opt_out }: Pick<Recipe, 'opt_out'>): SignalRules {
  return { agents: PRODUCT_TOKENS, directives: opt_out.directives, tdm: opt_out.tdm }
}

/** What hosts are asked for before their pictures. */
export function noteRules({ opt_out }: Pick<Recipe, 'opt_out'>): NoteRules {
  const robots = opt_out.robots_txt ? { own: PRODUCT_TOKENS, also: opt_out.robots_agents } : null
  return { robots, tdm: opt_out.tdm }
}

/** The site of an origin and what it may be asked by one of `tasks` coordinators. */
export function sitesOf({ fetch }: Pick<Recipe, 'fetch'>, tasks: number): (origin: string) => Site {
  const own = new Map(
    Object.entries(fetch.site_limits).map(([host, { connections, requests_per_second }]) => [
      hostKey(host) ?? host,
      { connections, requestsPerSecond: requests_per_second },
    ]),
  )
  const rules: SiteRules = {
    connections: fetch.domain_connections,
    requestsPerSecond: fetch.domain_requests_per_second,
    own,
    tasks,
  }
  return (origin) => siteOf(parseUrl(origin)?.hostname.replace(/\.$/, '') ?? origin, rules)
}
