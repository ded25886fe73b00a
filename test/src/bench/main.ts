import { benchExtract } from './bench-extract.js'
import { benchSelect } from './bench-select.js'

const USAGE = `npm run bench -- extract [FILE …]    run --until extract against a bare gunzip of the same file
npm run bench -- select [ROWS]       select on synthetic rows, default 1000000
`

const [, , name, ...args] = process.argv
if (name === 'extract') await benchExtract(args)
else if (name === 'select' && /^\d*$/.test(args[0] ?? '')) await benchSelect(Number(args[0] ?? 1_000_000))
else {
  process.stderr.write(USAGE)
  process.exitCode = 2
}
