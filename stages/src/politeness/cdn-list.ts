/** When somebody last looked at the list below. */
export const CDN_LIST_DATE = '2026-12-01'

/**
 * Networks built to serve pictures to everybody at once: hosts below these names bear more than one site. Names that the
 * public suffix list has as private suffixes (cloudfront.net, for one) are left out: each customer there is a site of its
 * own. Chosen by hand from what is commonly known of them; none was asked.
 */
export const CDN_NAMES: readonly string[] = [
  'akamaihd.net',
  'akamaized.net',
  'alicdn.com',
  'bigcommerce.com',
  'cdn.shopify.com',
  'cdninstagram.com',
  'edgesuite.net',
  'fbcdn.net',
  'ggpht.com',
  'googleusercontent.com',
  'images-amazon.com',
  'imgix.net',
  'imgur.com',
  'media-amazon.com',
  'pinimg.com',
  'res.cloudinary.com',
  'shopifycdn.com',
  'squarespace-cdn.com',
  'ssl-images-amazon.com',
  'staticflickr.com',
  'twimg.com',
  'wixstatic.com',
  'wp.com',
  'ytimg.com',
]

/** What each of them may be asked. */
export const CDN_LIMITS = { connections: 16, requestsPerSecond: 50 } as const
