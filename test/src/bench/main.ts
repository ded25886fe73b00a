import { benchExtract } from './bench-extract.js'
import { benchFetch } from './bench-fetch.js'
import { benchInspect } from './bench-inspect.js'
import { benchLatents } from './bench-latents.js'
import { benchMap } from './bench-map.js'
import { benchOverlap } from './bench-overlap.js'
import { benchPack } from './bench-pack.js'
import { benchScore } from './bench-score.js'
import { benchScoreMemory } from './bench-score-memory.js'
import { benchSearch } from './bench-search.js'
import { benchSelect } from './bench-select.js'
import { benchExtractProfile } from './extract-profile.js'
import { benchExtractScaling } from './extract-scaling.js'
import { benchFetchLimits } from './fetch-limits.js'
import { benchFetchMemory } from './fetch-memory.js'

const USAGE = `npm run bench -- extract [FILE …]           run --until extract beside gunzip and other readers; W2D_PYTHON=PYTHON adds three
npm run bench -- extract-scaling FILE       two workers against one, beside two gunzips against one
npm run bench -- extract-profile FILE       where the CPU time of run --until extract goes
npm run bench -- fetch [SMALL] [LARGE]      run --until fetch beside sharp, vipsthumbnail and (W2D_PYTHON=PYTHON) img2dataset, default 3000 URLs, 300 of 6 MP
npm run bench -- fetch-limits [URLS] [DOMAINS] fetch under the limits per site beside the ideal schedule, default 2500 URLs of 200
npm run bench -- fetch-memory [URLS …]       memory of fetch, default 1000 10000 100000 URLs of tiny pictures
npm run bench -- select [ROWS]              select on synthetic rows, default 1000000
npm run bench -- inspect [ROWS …]            inspect of synthetic ledger rows, default 100000 1000000 10000000
npm run bench -- map                        a frame of the report's map of 50000 points; needs Debian's chromium
npm run bench -- overlap [URLS] [DOMAINS]   fetch and score at once against each alone, default 900 URLs of 1 domain
npm run bench -- score [MODEL] [PICTURES]    phase score against the bare session; MODEL is a manifest, toy or b32 (random)
npm run bench -- score-memory [PICTURES]    memory of scoring 1000, 10000, 100000 pictures with the toy model
npm run bench -- pack [PICTURES]            phase pack, copied and cut to buckets, against cp and sharp alone, default 2000
npm run bench -- latents [PICTURES]         phase latents with a real VAE against its bare encoder, default 48 of 256×256 px
npm run bench -- search [ROWS] [INDEX_ROWS]  exact search of embeddings beside numpy, default 1000000; an index, default 100000
`

const [, , name, ...args] = process.argv
if (name === 'extract') await benchExtract(args)
else if (name === 'extract-scaling' && args.length === 1) await benchExtractScaling(args[0] ?? '')
else if (name === 'extract-profile' && args.length === 1) await benchExtractProfile(args[0] ?? '')
else if (name === 'fetch' && args.every((arg) => /^\d+$/.test(arg)))
  await benchFetch(Number(args[0] ?? 3000), Number(args[1] ?? 300))
else if (name === 'fetch-limits' && args.every((arg) => /^[1-9]\d*$/.test(arg)))
  await benchFetchLimits(Number(args[0] ?? 2500), Number(args[1] ?? 200))
else if (name === 'fetch-memory' && args.every((arg) => /^[1-9]\d*$/.test(arg)))
  await benchFetchMemory(args.length === 0 ? [1e3, 1e4, 1e5] : args.map(Number))
else if (name === 'select' && /^\d*$/.test(args[0] ?? '')) await benchSelect(Number(args[0] ?? 1_000_000))
else if (name === 'inspect' && args.every((arg) => /^[1-9]\d*$/.test(arg)))
  await benchInspect(args.length === 0 ? [1e5, 1e6, 1e7] : args.map(Number))
else if (name === 'map' && args.length === 0) await benchMap()
else if (name === 'overlap' && args.every((arg) => /^[1-9]\d*$/.test(arg)))
  await benchOverlap(Number(args[0] ?? 900), Number(args[1] ?? 1))
else if (name === 'score' && /^[1-9]\d*$/.test(args[1] ?? '1'))
  await benchScore(args[0] ?? 'b32', Number(args[1] ?? 256))
else if (name === 'score-memory' && /^\d*$/.test(args[0] ?? ''))
  await benchScoreMemory(Number(args[0] ?? 100_000))
else if (name === 'pack' && /^\d*$/.test(args[0] ?? '')) await benchPack(Number(args[0] ?? 2000))
else if (name === 'latents' && /^([1-9]\d*)?$/.test(args[0] ?? '')) await benchLatents(Number(args[0] ?? 48))
else if (name === 'search' && args.every((arg) => /^[1-9]\d*$/.test(arg)))
  await benchSearch(Number(args[0] ?? 1_000_000), Number(args[1] ?? 100_000))
else {
  process.stderr.write(USAGE)
  process.exitCode = 2
}
