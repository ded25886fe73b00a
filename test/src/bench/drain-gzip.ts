import { inflatedSize } from './inflated-size.js'

// The baseline of the extract bench: the least that any reader of a gzipped archive must do.
const [, , path = ''] = process.argv
process.stdout.write(`${await inflatedSize(path)}\n`)
