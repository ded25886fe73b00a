import { literal } from '../parquet/duck.js'

const SHOP_SIGNS = [
  '/product',
  '/shop/',
  '/store/',
  '/cart',
  '/collections/',
  '/catalog',
  '/item/',
  '/dp/',
  'cdn.shopify.com',
  'productid=',
]
const NEWS_SIGNS = ['/news/', '/article/', '/articles/', '/politics/', '/world/', '/sport/']
const SOCIAL = [
  'facebook.com',
  'flickr.com',
  'fotki.com',
  'instagram.com',
  'livejournal.com',
  'myspace.com',
  'pinterest.com',
  'reddit.com',
  'tumblr.com',
  'twitter.com',
  'vk.com',
  'x.com',
  'youtube.com',
]

/**
 * SQL: shop, social, news or other, told from addresses alone: signs in the page's and the picture's URL, a few well-known
 * sites, and a date in the page's path. Coarse on purpose: it only keeps strata apart, and says nothing of a single site.
 */
export function siteKindSql(url: string, pageUrl: string, domain: string): string {
  const place = `lower(coalesce(${pageUrl}, '') || ' ' || ${url})`
  const has = (signs: readonly string[]): string =>
    signs.map((sign) => `contains(${place}, ${literal(sign)})`).join(' OR ')
  return `CASE WHEN ${domain} IN (${SOCIAL.map(literal).join(', ')}) THEN 'social'
    WHEN ${has(SHOP_SIGNS)} THEN 'shop'
    WHEN ${has(NEWS_SIGNS)} OR regexp_matches(${pageUrl}, '/(19|20)[0-9][0-9]/[01]?[0-9]/') THEN 'news'
    ELSE 'other' END`
}
