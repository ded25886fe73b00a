import type { Attributes, FoundPage } from '../html/image-finder.js'

/** What an emulated WAT record tells of. */
export interface EmulatedWat {
  readonly targetUri: string
  /** W3C date. */
  readonly date: string
  readonly status: number
  /** As in the HTTP header, names with capitals; repeated ones repeat. */
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly page: Pick<FoundPage, 'images' | 'baseHref' | 'htmlLang' | 'title' | 'metas' | 'links'>
  readonly filename: string
  readonly offset: number
  readonly length: number
}

type JsonObject = Readonly<Record<string, unknown>>

/**
 * The block of a WAT record, EMULATED: written from the source of Common Crawl's ia-web-commons (ResourceConstants,
 * MetaData, HTMLMetaData, ExtractingParseObserver, with the layout of the real record of a request in
 * whirlwind.warc.wat), not by it. Numbers are texts, repeated HTTP fields are arrays, `<img>` without `src` are left out.
 */
export function emulateWat({ targetUri, date, status, fields, page, ...place }: EmulatedWat): Buffer {
  const json = {
    Container: {
      Filename: place.filename,
      Compressed: true,
      Offset: String(place.offset),
      'Gzip-Metadata': {
        'Deflate-Length': String(place.length),
        'Header-Length': '10',
        'Footer-Length': '8',
        'Inflated-CRC': '1106529533',
        'Inflated-Length': '626',
      },
    },
    Envelope: {
      Format: 'WARC/1.0',
      'WARC-Header-Length': '357',
      'WARC-Header-Metadata': {
        'WARC-Type': 'response',
        'WARC-Date': date,
        'Content-Type': 'application/http; msgtype=response',
        'WARC-Target-URI': targetUri,
      },
      'Payload-Metadata': {
        'Actual-Content-Type': 'application/http; msgtype=response',
        'HTTP-Response-Metadata': {
          'Response-Message': { Status: String(status), Reason: 'OK', Version: 'HTTP/1.1' },
          Headers: multiValued(fields),
          'HTML-Metadata': htmlMetadata(page),
          'Entity-Length': '1234',
        },
        'Actual-Content-Length': '2345',
      },
    },
  }
  return Buffer.from(JSON.stringify(json))
}

function htmlMetadata({ images, baseHref, htmlLang, title, metas, links }: EmulatedWat['page']): JsonObject {
  const lang = htmlLang === null ? [] : [{ name: 'HTML@/lang', content: htmlLang }]
  const isLink = (tag: Attributes): boolean => tag.has('rel')
  const pictures = images.filter(({ attributes }) => attributes.has('src'))
  return {
    Head: {
      ...(baseHref === null ? {} : { Base: baseHref }),
      ...(title === null ? {} : { Title: title }),
      Metas: [...lang, ...metas.map((meta) => Object.fromEntries(meta))],
      Link: links.filter(isLink).map((tag) => ({
        path: 'LINK@/href',
        url: tag.get('href'),
        rel: tag.get('rel'),
      })),
      Scripts: [{ path: 'SCRIPT@/src', url: '/s.js', type: 'text/javascript' }],
    },
    Links: [
      { path: 'FORM@/action', url: '/search', method: 'get' },
      ...pictures.map(({ attributes }) => ({
        path: 'IMG@/src',
        url: attributes.get('src'),
        ...(attributes.has('alt') ? { alt: attributes.get('alt') } : {}),
        ...(attributes.has('title') ? { title: attributes.get('title') } : {}),
      })),
      ...links
        .filter((tag) => !isLink(tag))
        .map((tag) => ({ path: 'A@/href', url: tag.get('href'), text: 'a' })),
      { path: 'STYLE/#text', href: '/not-a-picture.png' },
    ],
  }
}

function multiValued(fields: EmulatedWat['fields']): JsonObject {
  const names = [...new Set(fields.map(([name]) => name))]
  return Object.fromEntries(
    names.map((name) => {
      const values = fields.filter(([other]) => other === name).map(([, value]) => value)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}
