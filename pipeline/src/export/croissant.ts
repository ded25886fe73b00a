import type { ColumnType } from '@warc2dataset/schemas'
import {
  ancestorSentence,
  biasSentences,
  collectionSentences,
  filterSentences,
  limitSentences,
} from './describe-laion.js'
import { laionColumns } from './laion-columns.js'
import type { LaionFacts } from './laion-facts.js'
import type { PartRecord } from './part-record.js'

/** The context that Croissant 1.0 prescribes, with the prefix of its RAI extension. */
const CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  equivalentProperty: 'cr:equivalentProperty',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileProperty: 'cr:fileProperty',
  fileObject: 'cr:fileObject',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
} as const

const PARQUET = 'application/x-parquet'
const TYPES: Readonly<Partial<Record<ColumnType, string>>> = {
  int32: 'sc:Integer',
  int64: 'sc:Integer',
  float: 'sc:Float',
  double: 'sc:Float',
  string: 'sc:Text',
}

/**
 * croissant.json: MLCommons Croissant 1.0 with RAI 1.0. What nobody told us is not there: url, creator, datePublished
 * and citeAs are for whoever publishes it.
 */
export function croissant(facts: LaionFacts, parts: readonly PartRecord[]): string {
  const left = facts.left.map(({ reason, candidates }) => `${reason} ${candidates}`).join(', ')
  const described = {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    name: 'image-text-pairs',
    description:
      'URLs and texts of pictures, with what was measured of them, in the columns of LAION-5B. No pictures.',
    conformsTo: ['http://mlcommons.org/croissant/1.0', 'http://mlcommons.org/croissant/RAI/1.0'],
    license: 'not determined: no licence was looked for',
    isLiveDataset: false,
    distribution: [...parts.map(fileObject), fileSet],
    recordSet: [
      {
        '@type': 'cr:RecordSet',
        '@id': 'pairs',
        name: 'pairs',
        field: Object.entries(laionColumns).map(([name, { type, about }]) => ({
          '@type': 'cr:Field',
          '@id': `pairs/${name}`,
          name: `pairs/${name}`,
          description: about,
          dataType: name === 'URL' ? 'sc:URL' : TYPES[type],
          source: { fileSet: { '@id': fileSet['@id'] }, extract: { column: name } },
        })),
      },
    ],
    'rai:dataCollection': collectionSentences(facts).join(' '),
    'rai:dataCollectionType': ['Web Scraping'],
    ...(facts.fetched === null ? {} : { 'rai:dataCollectionTimeFrame': facts.fetched }),
    ...(left === '' ? {} : { 'rai:dataCollectionMissingData': `Candidates left out, by reason: ${left}.` }),
    'rai:dataPreprocessingProtocol': filterSentences(facts),
    ...(facts.ancestry.length === 0
      ? {}
      : { 'rai:machineAnnotationTools': facts.ancestry.map(ancestorSentence) }),
    'rai:dataBiases': biasSentences(facts),
    'rai:dataLimitations': limitSentences(facts),
    'rai:personalSensitiveInformation': [
      'Not looked for: URLs, texts and the pictures behind them may hold personal data.',
    ],
  }
  return `${JSON.stringify(described, null, 2)}\n`
}

const fileSet = {
  '@type': 'cr:FileSet',
  '@id': 'parts',
  name: 'parts',
  encodingFormat: PARQUET,
  includes: 'part-*.snappy.parquet',
} as const

function fileObject({ name, bytes, sha256 }: PartRecord): object {
  return {
    '@type': 'cr:FileObject',
    '@id': name,
    name,
    contentUrl: name,
    contentSize: `${bytes} B`,
    encodingFormat: PARQUET,
    sha256,
  }
}
