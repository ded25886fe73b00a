/** The demo's recipe as a newcomer would write it; the hosts follow `resolve`, which is no part of what a run is. */
const RECIPE = `# Where the pages are: WARC archives. Paths start at the folder of this file.
source:
  files: [crawl/*.warc.gz]

# Which model says how well a picture and its text fit. The toy knows coloured shapes and some English words.
score:
  models: [toy]
  allow_toy: true        # without it a toy measures, but drops nothing

# Who writes captions beside the alts: here the toy, a few words. A server with a real model: see README.
caption:
  backend: template

# What is kept. Only this is judged again by "warc2dataset select"; no picture is read for it.
select:
  keep: { similarity: threshold }    # the model's own; a number would be { similarity_toy: 0.6 }
  where: original_width >= 64 and original_height >= 64
  caption: best            # for training: the alt or the caption, whichever fits the picture better
  bucket: { kind: kohya, area: 25600, min: 64, max: 256, step: 32 }   # sizes that a trainer can batch

# Where the pictures are. These archives hold only pages, so each picture is asked for on the web, once.
fetch:
  source: web
  user_agent: warc2dataset-demo (+https://example.org/contact)    # sites want to know who asks
  total_timeout_ms: 2000   # for one picture, redirects included; 20000 if not given
  retries: 0               # how often to ask again after a failure that may pass; 2 if not given
  shard_size: 100          # small, so that the work shows in parts; 10000 if not given
  # For the demo only, and not for the real web: these hosts do not exist, and are asked on this machine.
  resolve:
`

/** The recipe with the demo's hosts mapped to the port of its server. */
export function demoRecipe(resolve: Readonly<Record<string, string>>): string {
  const lines = Object.entries(resolve).map(([host, to]) => `    ${host}: ${to}\n`)
  return RECIPE + lines.join('')
}
