import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { writeRecipe } from '../bad-input/small-crawl.js'
import { pageRecord, type ServedPage } from './read-archive-pages.js'

/** Kinds of texts that the recipe of the crawl wants, best first. */
export const PLAN_KINDS = ['alt', 'og_image_alt', 'title', 'figcaption'] as const

const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='

const ENGLISH = `<html lang="en"><head><title>Boats</title>
<meta name="robots" content="noai, noimageai">
<meta property="og:image" content="/lighthouse.jpg">
<meta property="og:image:alt" content="The old lighthouse stands on the cliff above the sea">
</head><body>
<p>The fishermen of this village still leave before the sun comes up, and they are back with their boats when the
children have come home from school.</p>
<img src="boat.jpg" alt="A red boat lies on the beach in the evening sun">
<img src="dog-s.jpg" srcset="dog-m.jpg 640w, dog.jpg 1280w" width="320" height="240"
 alt="Two children play with a small dog in the garden">
<img src="head.png" alt="logo"><img src="photos/17.jpg" alt="DSC_0042.JPG">
<img src="/lighthouse.jpg" alt="">
<img src="bullet.gif"><img src="line.gif"><img src="corner.gif" alt=""><img src="space.gif" alt=" &nbsp;">
<p>Licence: <a rel="license" href="https://creativecommons.org/licenses/by/4.0/deed.en">CC BY</a></p>
</body></html>`

const GERMAN = `<html lang="de"><head><title>Boote</title><meta name="tdm-reservation" content="0"></head><body>
<p>Die Fischer dieses Dorfes fahren noch immer vor dem Sonnenaufgang hinaus, und sie kommen zurück, wenn die Kinder
aus der Schule nach Hause gehen.</p>
<a href="/mehr.html"><img src="boot.jpg" alt="Ein rotes Boot liegt am Abend allein am Strand"></a>
<img src="${PIXEL}" data-src="hund.jpg" alt="Zwei Kinder spielen mit einem kleinen Hund im Garten">
<noscript><img src="hund.jpg" alt="Zwei Kinder spielen mit einem kleinen Hund im Garten"></noscript>
<img src="muehle.jpg" aria-hidden="true" title="Die alte Mühle steht hinter dem Dorf am Bach">
<img src="sammlung1.jpg" alt="Blick auf das Bild 1 von 3 aus der Sammlung">
<img src="sammlung2.jpg" alt="Blick auf das Bild 2 von 3 aus der Sammlung">
<img src="sammlung3.jpg" alt="Blick auf das Bild 3 von 3 aus der Sammlung">
<img src="punkt.gif"><img src="ecke.gif" alt=""><img src="linie.gif" alt="">
</body></html>`

const RUSSIAN = `<html lang="ru"><head><title>Лодки</title></head><body>
<p>Рыбаки этой деревни до сих пор выходят в море до восхода солнца и возвращаются, когда дети уже пришли домой из
школы.</p>
<img src="lodka.jpg" alt="Красная лодка лежит вечером на берегу моря">
<figure><img src="sobaka.jpg"><figcaption>Двое детей играют в саду с маленькой собакой</figcaption></figure>
<picture><source srcset="mayak.webp 800w"><img src="mayak-s.jpg" alt="Старый маяк стоит на скале над морем"></picture>
<img src="tochka.gif" alt="\u200b">
<a href="https://creativecommons.org/publicdomain/zero/1.0/">CC0</a>
</body></html>`

const PLAIN = `<img src="numbers.jpg" alt="1234"><img src="dot.gif"><img src="dot2.gif" alt><img alt="no picture at all">`

const html = (language: string): string[] => [
  'Content-Type: text/html; charset=utf-8',
  `Content-Language: ${language}`,
]

/** Pages of two domains, in three languages and in none. */
export const PLAN_PAGES: readonly ServedPage[] = [
  { url: 'https://www.one.example/en.html', header: html('en'), body: Buffer.from(ENGLISH) },
  {
    url: 'https://one.example/de.html',
    header: [...html('de'), 'X-Robots-Tag: noimageindex', 'X-Robots-Tag: otherbot: noindex'],
    body: Buffer.from(GERMAN),
  },
  {
    url: 'https://two.example/ru.html',
    header: [...html('ru'), 'TDM-Reservation: 1'],
    body: Buffer.from(RUSSIAN),
  },
  { url: 'https://two.example/plain.html', header: html('en'), body: Buffer.from(PLAIN) },
]

/** File names of the pictures that become candidates. */
export const PLAN_PICTURES = {
  english: ['boat.jpg', 'dog.jpg', 'head.png', '17.jpg', 'lighthouse.jpg'],
  german: ['boot.jpg', 'hund.jpg', 'muehle.jpg', 'sammlung1.jpg', 'sammlung2.jpg', 'sammlung3.jpg'],
  russian: ['lodka.jpg', 'sobaka.jpg', 'mayak.webp'],
  plain: ['numbers.jpg'],
} as const

/** Writes the archives, one a domain, and `recipe.json` into the folder. */
export async function writePlanCrawl(folder: string): Promise<void> {
  await mkdir(join(folder, 'crawl'))
  for (const domain of ['one', 'two']) {
    const pages = PLAN_PAGES.filter(({ url }) => url.includes(`${domain}.example`))
    const members = pages.map((page) => gzipSync(pageRecord(page)))
    await writeFile(join(folder, 'crawl', `${domain}.warc.gz`), Buffer.concat(members))
  }
  await writeRecipe(join(folder, 'recipe.json'), {
    source: { files: ['crawl/*.warc.gz'] },
    shadow: 0,
    // The pages say noai: here that is asked about, not obeyed.
    opt_out: { directives: [] },
    extract: { text: { kinds: PLAN_KINDS } },
  })
}
