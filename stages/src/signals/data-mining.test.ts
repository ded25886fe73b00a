import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { randomNumbers } from '../warc/warc-fixtures.js'
import { dataMining, prohibitsMining, XMP_BYTES } from './data-mining.js'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const PLUS = 'http://ns.useplus.org/ldf/xmp/1.0/'
const VOCABULARY = 'http://ns.useplus.org/ldf/vocab/'
const RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
const NS = `xmlns:plus="${PLUS}"`
const XMP = 'XMP Specification Part 1'
const IPTC = 'IPTC Photo Metadata Standard 2023.1, Data Mining: values of the PLUS vocabulary'
const VIDEO = 'IPTC Video Metadata Hub generator, its list of values'
const XML = 'XML 1.0'
const NAMES = 'Namespaces in XML 1.0'
const OURS = 'our own rule, see dataMining'

/** The packet that Adobe's toolkit writes, with `inside` as properties, or with `attributes` of the description. */
const packet = (inside: string, attributes = '', namespaces = NS) =>
  `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 5.6-c140">
 <rdf:RDF ${RDF}>
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
    ${namespaces} ${attributes}>
   <dc:format>image/jpeg</dc:format>
   ${inside}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`
const element = (value: string) => `<plus:DataMining>${value}</plus:DataMining>`
const P = `${VOCABULARY}DMI-PROHIBITED`

describe('values', () => {
  it.each<[string, boolean, string]>([
    ['DMI-UNSPECIFIED', false, IPTC],
    ['DMI-ALLOWED', false, IPTC],
    ['DMI-PROHIBITED-AIMLTRAINING', true, IPTC],
    ['DMI-PROHIBITED-GENAIMLTRAINING', true, IPTC],
    ['DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING', true, IPTC],
    ['DMI-PROHIBITED', true, IPTC],
    ['DMI-PROHIBITED-SEECONSTRAINT', true, IPTC],
    ['DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR', true, VIDEO],
    ['DMI-PROHIBITED-SEELINKEDRIGHTSEXPR', true, VIDEO],
    ['DMI-PROHIBITED-AITRAINING', true, 'as a site writes it, not in the vocabulary'],
    ['DMI-PROHIBITED-', true, OURS],
    ['dmi-prohibited', true, OURS],
    ['DMI-PROHIBITEDNOT', false, OURS],
    ['prohibited', false, OURS],
    ['allowed', false, OURS],
  ])('%s prohibits: %s (%s)', (value, prohibits) => {
    expect(dataMining(bytesOf(packet(element(VOCABULARY + value))))).toBe(value)
    expect(dataMining(bytesOf(packet('', `plus:DataMining="${VOCABULARY}${value}"`)))).toBe(value)
    expect(prohibitsMining(value)).toBe(prohibits)
  })

  it('none prohibits nothing', () => {
    expect(prohibitsMining(null)).toBe(false)
  })
})

describe('forms', () => {
  it.each<[string, string, string | null, string]>([
    ['none', packet(''), null, IPTC],
    ['element', packet(element(P)), 'DMI-PROHIBITED', `${XMP}, simple properties`],
    ['attribute', packet('', `plus:DataMining='${P}'`), 'DMI-PROHIBITED', `${XMP}, property attributes`],
    [
      'resource',
      packet(`<plus:DataMining rdf:resource="${P}"/>`),
      'DMI-PROHIBITED',
      `${XMP}, simple properties of a URI`,
    ],
    [
      'resource with an end tag',
      packet(`<plus:DataMining rdf:resource="${P}"></plus:DataMining>`),
      'DMI-PROHIBITED',
      XML,
    ],
    [
      'value with a qualifier',
      packet(
        `<plus:DataMining><rdf:Description><rdf:value>${P}</rdf:value></rdf:Description></plus:DataMining>`,
      ),
      'DMI-PROHIBITED',
      `${XMP}, qualifiers`,
    ],
    [
      'value as attribute',
      packet(`<plus:DataMining rdf:value="${P}" xml:lang="en"/>`),
      'DMI-PROHIBITED',
      `${XMP}, qualifiers`,
    ],
    [
      'array',
      packet(element(`<rdf:Bag><rdf:li>${VOCABULARY}DMI-ALLOWED</rdf:li><rdf:li>${P}</rdf:li></rdf:Bag>`)),
      'DMI-PROHIBITED',
      `${XMP}, arrays; ${OURS}`,
    ],
    ['a bare name', packet(element('DMI-PROHIBITED')), 'DMI-PROHIBITED', 'as some tools write it'],
    ['a short name', packet(element('plus:DMI-PROHIBITED')), 'DMI-PROHIBITED', OURS],
    ['after a #', packet(element('http://x/y#DMI-PROHIBITED')), 'DMI-PROHIBITED', OURS],
    ['space around', packet(element(`\r\n\t ${P}\n`)), 'DMI-PROHIBITED', OURS],
    ['nothing in it', packet(element('')), null, OURS],
    ['nothing in the attribute', packet('', 'plus:DataMining=""'), null, OURS],
    ['in its own words', packet(element('No AI, please: ask')), 'ask', OURS],
    ['too long', packet(element('x'.repeat(1000))), 'x'.repeat(100), OURS],
    [
      'prefix',
      packet(`<pl:DataMining>${P}</pl:DataMining>`, '', `xmlns:pl="${PLUS}"`),
      'DMI-PROHIBITED',
      NAMES,
    ],
    [
      'prefix declared after use in the tag',
      packet('', `ä:DataMining="${P}" xmlns:ä="${PLUS}"`, ''),
      'DMI-PROHIBITED',
      NAMES,
    ],
    ['default namespace', packet(`<DataMining xmlns="${PLUS}">${P}</DataMining>`), 'DMI-PROHIBITED', NAMES],
    ['default namespace, attribute', packet('', `xmlns="${PLUS}" DataMining="${P}"`), null, NAMES],
    ['no namespace', packet(`<DataMining>${P}</DataMining>`), null, NAMES],
    ['another namespace', packet(`<dc:DataMining>${P}</dc:DataMining>`), null, NAMES],
    ['another plus', packet(element(P), '', 'xmlns:plus="http://example.com/"'), null, NAMES],
    [
      'another plus within',
      packet(`<dc:x xmlns:plus="http://example.com/">${element(P)}</dc:x>${element('DMI-ALLOWED')}`),
      'DMI-ALLOWED',
      `${NAMES}: scope`,
    ],
    [
      'a prefix is gone with its element',
      packet(`<dc:x xmlns:q="${PLUS}"/><q:DataMining>${P}</q:DataMining>`),
      null,
      `${NAMES}: scope`,
    ],
    [
      'another version',
      packet(element(P), '', 'xmlns:plus="http://ns.useplus.org/LDF/1.0/"'),
      'DMI-PROHIBITED',
      OURS,
    ],
    ['no declaration', packet(element(P), '', ''), 'DMI-PROHIBITED', OURS],
    ['case counts', packet(`<plus:datamining>${P}</plus:datamining>`), null, NAMES],
    ['another property', packet(`<plus:DataMiningX>${P}</plus:DataMiningX>`), null, NAMES],
    ['outside', packet(`${element('')}${P}`), null, XML],
    ['comment', packet(`<!-- ${element(P)} -->`), null, XML],
    ['comment within', packet(element(`${VOCABULARY}DMI-PRO<!-- > -->HIBITED`)), 'DMI-PROHIBITED', XML],
    ['instruction', packet(`<?x ${element(P)} ?>`), null, XML],
    ['CDATA', packet(element(`<![CDATA[${P}]]>`)), 'DMI-PROHIBITED', XML],
    ['CDATA is text', packet(`<dc:x><![CDATA[${element(P)}]]></dc:x>`), null, XML],
    ['> in an attribute', packet(`<dc:x a=">${element(P)}" b='"'/>`), null, XML],
    ['references', packet(element('http&#58;&#x2F;/x/DMI&#45;PROHIBITED')), 'DMI-PROHIBITED', XML],
    [
      'references in a namespace',
      packet(element(P), '', 'xmlns:plus="http:&#x2f;/ns.useplus.org&#47;ldf/xmp/1.0/"'),
      'DMI-PROHIBITED',
      XML,
    ],
    ['predefined entities', packet(element('&lt;&gt;&amp;&quot;&apos;')), `<>&"'`, XML],
    ['no entity is expanded twice', packet(element('&amp;lt;')), '&lt;', XML],
    ['no character', packet(element('a&#x110000;&#xd800;&#99999999;b')), 'a\ufffd\ufffd\ufffdb', XML],
    [
      'no other entity',
      `<!DOCTYPE x [<!ENTITY a "DMI-PROHIBITED"><!ENTITY b "&a;&a;&a;">]>${packet(element('&b;'))}`,
      '&b;',
      OURS,
    ],
    ['no packet around', `<plus:DataMining>${P}</plus:DataMining>`, 'DMI-PROHIBITED', OURS],
    ['never closed', packet(`<plus:DataMining>${P}`), 'DMI-PROHIBITED', OURS],
    ['cut', packet(element(P)).replace(/PROHIBITED<.*/s, 'PROHIBITED'), 'DMI-PROHIBITED', OURS],
    ['too many end tags', `</a></a>${packet(element(P))}`, 'DMI-PROHIBITED', OURS],
    ['no quotes', packet(`<plus:DataMining rdf:resource=${P} />`), 'DMI-PROHIBITED', OURS],
    ['no quotes, at the end', packet(`<plus:DataMining rdf:resource=${P}/>`), 'DMI-PROHIBITED', OURS],
  ])('%s', (_name, xmp, expected) => {
    expect(dataMining(bytesOf(xmp))).toBe(expected)
    const utf16 = Buffer.from(xmp, 'utf16le')
    expect(dataMining(utf16)).toBe(expected)
    expect(dataMining(Buffer.from(`\ufeff${xmp}`, 'utf16le'))).toBe(expected)
    expect(dataMining(Buffer.from(utf16).swap16())).toBe(expected)
    expect(dataMining(Buffer.from(`\ufeff${xmp}`, 'utf16le').swap16())).toBe(expected)
    expect(dataMining(bytesOf(`\ufeff${xmp}`))).toBe(expected)
  })
})

describe('several values', () => {
  const order = [
    'DMI-PROHIBITED',
    'DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING',
    'DMI-PROHIBITED-AIMLTRAINING',
    'DMI-PROHIBITED-GENAIMLTRAINING',
    'DMI-PROHIBITED-SOMETHINGNEW',
    'in other words',
    'DMI-UNSPECIFIED',
    'DMI-ALLOWED',
  ]
  const pairs = order.flatMap((strict, at) => order.slice(at + 1).map((lax) => [strict, lax] as const))

  it.each(pairs)('%s before %s', (strict, lax) => {
    expect(dataMining(bytesOf(packet(element(lax) + element(strict))))).toBe(strict)
    expect(dataMining(bytesOf(packet(element(strict), `plus:DataMining="${lax}"`)))).toBe(strict)
    expect(dataMining(bytesOf(packet(element(strict)) + packet(element(lax))))).toBe(strict)
  })
})

describe('packets in pictures', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('%s, as sharp writes and reads it', async (format) => {
    const picture = sharp({ create: { width: 16, height: 16, channels: 3, background: '#808080' } })
    const written = await picture
      .withXmp(packet(element(P)))
      .toFormat(format)
      .toBuffer()
    const { xmp } = await sharp(written).metadata()
    expect(xmp === undefined ? undefined : dataMining(xmp)).toBe('DMI-PROHIBITED')
  })

  const real = fileURLToPath(
    new URL('../../../../shared/data/images-malformed/rotation/1.jpg', import.meta.url),
  )
  it.skipIf(!existsSync(real))(
    'a real one, ../shared/data/images-malformed/rotation/1.jpg, says nothing until it does',
    async () => {
      const { xmp } = await sharp(real).metadata()
      const written = xmp?.toString('utf8') ?? ''
      expect(written).toContain('Adobe XMP Core 5.0')
      expect(dataMining(bytesOf(written))).toBe(null)
      const said = written.replace('<rdf:Description', `$& ${NS} plus:DataMining="${P}"`)
      expect(dataMining(bytesOf(said))).toBe('DMI-PROHIBITED')
    },
  )
})

describe('hostile packets', () => {
  it('looks at the first MiB', () => {
    const long = (size: number) => bytesOf(`<a>${' '.repeat(size)}</a>${element(P)}`)
    const tail = 7 + element(P).length
    expect(dataMining(long(XMP_BYTES - tail))).toBe('DMI-PROHIBITED')
    expect(dataMining(long(XMP_BYTES))).toBe(null)
  })

  it.each([
    ...[
      '<',
      '<!--',
      '<a',
      '<a ',
      '<a>',
      '</a>',
      '<a/>',
      '<a b="',
      '<a b=\'c" ',
      '<![CDATA[',
      '<?',
      '<!',
      '&',
      '&#',
    ],
    ...[
      '<a xmlns:b="c">',
      '<plus:DataMining>',
      '<plus:DataMining x="',
      'a=',
      '/',
      '= ',
      '<a b',
      '&amp;',
      '\0',
      '\0<',
    ],
    ...['<plus:DataMining>a', 'xmlns:plus="" ', '<a b=////', ' b=c', '\ufeff', '\ud800'],
  ])('ends on more than a MiB of %j', (piece) => {
    const filler = piece.repeat(Math.ceil((1.2 * XMP_BYTES) / piece.length))
    for (const text of [filler, `<a ${filler}`, packet(element(`${P}<b/>${filler}`))]) {
      const found = dataMining(bytesOf(text))
      expect(found?.length ?? 0).toBeLessThanOrEqual(100)
    }
    expect(dataMining(bytesOf(packet(element(`${P}<b/>${filler}`))))).toBe('DMI-PROHIBITED')
  })

  it('never throws on damaged packets, and finds it in most', () => {
    const next = randomNumbers(2023)
    let found = 0
    for (let round = 0; round < 3000; round++) {
      const bytes = bytesOf(packet(element(P), `plus:DataMining="${VOCABULARY}DMI-ALLOWED"`))
      for (let flips = next() % 4; flips >= 0; flips--) bytes[next() % bytes.length] = next() & 0xff
      if (prohibitsMining(dataMining(bytes))) found++
    }
    expect(found).toBeGreaterThan(2000)
    expect(found).toBeLessThan(3000)
  })

  it('is null for no bytes', () => {
    expect(
      [new Uint8Array(), new Uint8Array([0]), new Uint8Array([0xff, 0xfe, 0x3c])].map(dataMining),
    ).toEqual([null, null, null])
  })
})
