import { createReadStream } from 'node:fs'
import { WARCParser } from 'warcio'
import { printFound } from './extract-peer.js'

// warcio by itself: the records, none of them looked into.
const [, , path = ''] = process.argv
let responses = 0
for await (const record of new WARCParser(createReadStream(path), { parseHttp: false })) {
  if (record.warcType === 'response') responses += 1
}
printFound({ responses, images: null, pairs: null })
