import type { PageLanguage } from '../demo/phrases.js'

/** A web site of the bundled crawl. */
export interface BundledSite {
  readonly origin: string
  /** Where its own pictures lie; some sites keep theirs elsewhere. */
  readonly pictureOrigin: string
  readonly language: PageLanguage
}

/**
 * The sites, each its own registered domain below a TLD that no one can register (RFC 2606): a request that goes
 * astray finds nobody.
 */
export const BUNDLED_SITES: readonly BundledSite[] = [
  site('https://www.harbour-gazette.example', 'https://img.harbour-gazette.example', 'en'),
  site('http://shapes-daily.example', 'http://shapes-daily.example', 'en'),
  site('http://blog.tinkerers.example', 'http://media.tinkerers.example', 'en'),
  site('http://www.paper-and-ink.test', 'http://www.paper-and-ink.test', 'en'),
  site('https://museum.cut-outs.example', 'https://museum.cut-outs.example', 'en'),
  site('http://forum.geometry-fans.test', 'http://uploads.geometry-fans.test', 'en'),
  site('http://toybox.example', 'http://static.toybox.example', 'en'),
  site('http://www.formenladen.example', 'http://bilder.formenladen.example', 'de'),
  site('https://atelier-des-formes.example', 'https://atelier-des-formes.example', 'fr'),
  site('http://www.figuras.test', 'http://www.figuras.test', 'es'),
  site('http://katachi.example', 'http://katachi.example', 'ja'),
  site('http://ashkal.example', 'http://suwar.ashkal.example', 'ar'),
]

/** Hosts that many sites keep their pictures with, as with a content network. */
export const PICTURE_ORIGINS: readonly string[] = [
  'http://cdn.brightside.example',
  'http://img.picture-cloud.test',
  'https://media.stockpile.example',
  'http://assets.quarry.test',
  'http://thumbs.lantern.example',
  'http://i.pinboard.test',
]

/** So slow that a site of its own keeps it from holding up the others. */
export const SLOW_ORIGIN = 'http://pictures.plodding.example'

/** Nobody listens there. */
export const DEAD_ORIGIN = 'http://old-server.forgotten.example'

function site(origin: string, pictureOrigin: string, language: PageLanguage): BundledSite {
  return { origin, pictureOrigin, language }
}
