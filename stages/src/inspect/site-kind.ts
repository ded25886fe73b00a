import { literal } from '../parquet/duck.js'

const SHOP_SIGNS =
  '/(product|shop/|store/|cart|collections/|catalog|item/|dp/)|cdn[.]shopify[.]com|productid='
const NEWS_SIGNS = '/(news|article|articles|politics|world|sport)/|/(19|20)[0-9][0-9]/[01]?[0-9]/'
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
  const shows = (place: string, signs: string): string => `regexp_matches(${place}, ${literal(signs)}, 'i')`
  return `CASE WHEN ${domain} IN (${SOCIAL.map(literal).join(', ')}) THEN 'social'
    WHEN ${shows(pageUrl, SHOP_SIGNS)} OR ${shows(url, SHOP_SIGNS)} THEN 'shop'
    WHEN ${shows(pageUrl, NEWS_SIGNS)} THEN 'news'
    ELSE 'other' END`
}
