import { PHASES } from '@warc2dataset/schemas'

/** A flag as it is typed, and what it does. */
export type FlagText = readonly [flag: string, about: string]

/** What a person reads of a command. Examples are typed after `warc2dataset`. */
export interface HelpText {
  readonly name: string
  readonly args: readonly string[]
  /** One line, no full stop. */
  readonly about: string
  readonly details?: string
  readonly flags: readonly FlagText[]
  readonly examples: readonly (readonly [command: string, about: string])[]
}

const LOG: readonly FlagText[] = [
  ['--log json', 'One JSON object per event on stderr instead of bars.'],
  ['--quiet', 'Only warnings and errors.'],
]

const SET: FlagText = [
  '--set PATH=VALUE',
  'Overrides a field of the recipe; the value is YAML. May be given again.',
]
const ALLOW_TOY: FlagText = [
  '--allow-toy',
  "Lets a toy model's similarity drop samples. Outside its domain it means nothing.",
]

/** Only what works is listed. */
export const HELP_TEXTS: readonly HelpText[] = [
  {
    name: 'demo',
    args: [],
    about: 'makes a small dataset from a crawl that it generates',
    details:
      'Generates a small crawl with pictures, and makes a dataset of it. Needs no network and no model file. The same command again continues, or does nothing.',
    flags: [['--out DIR', 'Where the crawl and the run go; demo if not given.'], ...LOG],
    examples: [
      ['demo', 'Writes demo/crawl and demo/run.'],
      ['demo --out /tmp/try', 'The same, elsewhere.'],
    ],
  },
  {
    name: 'init',
    args: ['laion|sdxl|audit|eu-tdm'],
    about: 'writes a commented recipe to start from',
    details:
      'Writes a recipe with comments. laion: thresholds of LAION-400M and where they come from. sdxl: buckets, captions and latents for a trainer. audit: no filter before download, so that every filter can be judged on what it would lose. eu-tdm: every opt-out that is read, reservations of text and data mining included.',
    flags: [
      ['--out FILE', 'Where to write; NAME.yaml if not given.'],
      ['--force', 'Replaces a file that is there.'],
    ],
    examples: [
      ['init laion', 'Writes laion.yaml; change source.files and fetch.user_agent in it.'],
      ['init audit --out my-audit.yaml', 'Writes another name.'],
    ],
  },
  {
    name: 'plan',
    args: ['RECIPE'],
    about: 'reads a sample and prints yield, requests, disk and hours before anything is made',
    details:
      'Reads the beginning of some archives with the recipe as it is, and says what the whole would give: candidates, requests, pictures, disk, hours. Each number says whether it was measured or assumed. Ends with exit 3 if the disk cannot hold it. Makes no request and writes nothing.',
    flags: [
      ['--out DIR', 'Where the run would go: its disk is looked at. Named like the recipe if not given.'],
      ['--sample N', 'Archives to sample, spread over the list; 2 if not given.'],
      SET,
    ],
    examples: [
      ['plan laion.yaml', 'What would it give, and does it fit?'],
      ['plan laion.yaml --sample 5 --set plan.where="text_length >= 10"', 'What if texts must be longer?'],
    ],
  },
  {
    name: 'run',
    args: ['RECIPE'],
    about: 'makes the dataset of a recipe, or continues it',
    details:
      'Makes the dataset, or continues where it stopped: what is committed is not done again. Ctrl-C finishes the units under way, twice stops at once; nothing committed is lost.',
    flags: [
      ['--out DIR', 'Folder of the run; named like the recipe if not given.'],
      SET,
      ['--until PHASE', `Stops after a phase: ${PHASES.join(', ')}.`],
      ['--workers N', 'Worker processes; one per core if not given.'],
      ['--score-workers N', 'Processes that hold the models; 1 if not given.'],
      ['--task i/n', 'Does the i-th of n shares, from 0; exit 9 where it waits for the others.'],
      ['--wait', 'With --task: waits for the others instead.'],
      [
        '--block-list FILE',
        'Adds a list of hashes (fetch.block_lists): what matches is not stored and leaves no URL. May be given again.',
      ],
      [
        '--provider NAME',
        'Where models run: auto, cpu, webgpu or cuda. auto takes a GPU that passes its test, else the CPU.',
      ],
      ALLOW_TOY,
      ['--allow-cpu', 'Scores on the CPU although it will take long.'],
      ['--retry-failed', 'Asks again for captions that nobody answered: no budget, no connection, too busy.'],
      ...LOG,
    ],
    examples: [
      ['run laion.yaml --out my-dataset', 'The same command continues it.'],
      ['run laion.yaml --until fetch', 'Pictures only; run it again without --until to go on.'],
      [
        'run laion.yaml --set select.where="original_width >= 512" --workers 8',
        'Another filter than the recipe says.',
      ],
      [
        'run laion.yaml --out /shared/run --task $SLURM_ARRAY_TASK_ID/20 --wait',
        'One of twenty machines on a shared folder.',
      ],
    ],
  },
  {
    name: 'status',
    args: ['RUN'],
    about: 'how far a run is, who was left out, and why',
    flags: [['--json', 'As JSON on stdout.']],
    examples: [['status my-dataset', 'Both accounts, and each reason in a sentence.']],
  },
  {
    name: 'peek',
    args: ['RUN'],
    about: 'draws a contact sheet: kept beside cut, with score and text under each picture',
    details:
      'Writes one picture: on the left samples that are kept, on the right samples that select cut, each with its similarity, its text and the reason. Drawn by seed over the whole range, highest similarity first. Characters that no font of this machine has appear as boxes.',
    flags: [
      ['--out FILE', 'Where to write, .png or .jpg; RUN/peek.jpg if not given.'],
      ['--count N', 'Pictures on each side; 20 if not given.'],
      ['--seed N', 'Another draw; 0 if not given.'],
    ],
    examples: [
      ['peek my-dataset', 'Writes my-dataset/peek.jpg.'],
      ['peek my-dataset --count 40 --seed 7 --out sheet.png', 'More pictures, others, elsewhere.'],
    ],
  },
  {
    name: 'explain',
    args: ['RUN', 'URL'],
    about: 'the way of one picture URL through the run',
    flags: [],
    examples: [['explain my-dataset https://example.org/cat.jpg', 'Is it in? If not, where did it leave?']],
  },
  {
    name: 'select',
    args: ['RUN'],
    about: 'judges a fetched run again; no picture is read',
    details:
      'Judges what was measured again: another selection beside the ones that are there. The dataset stays as it is; pack --out writes another.',
    flags: [SET, ALLOW_TOY, ...LOG],
    examples: [
      [
        'select my-dataset --set select.where="original_width >= 300"',
        'How many would another threshold keep? Seconds.',
      ],
    ],
  },
  {
    name: 'pack',
    args: ['RUN'],
    about: 'writes the dataset of another selection to another folder',
    details:
      'Judges again and writes the dataset of that selection. A dataset holds exactly one selection, so another cut goes to another folder.',
    flags: [
      ['--out DIR', 'Folder of the other dataset; the run itself if nothing is changed.'],
      SET,
      ALLOW_TOY,
      ...LOG,
    ],
    examples: [
      [
        'pack my-dataset --out strict --set select.where="original_width >= 512"',
        'Writes strict/dataset; my-dataset stays as it is.',
      ],
    ],
  },
  {
    name: 'verify',
    args: ['RUN'],
    about: 'checks that every committed file is there and the counts add up',
    flags: [['--deep', 'Also hashes, recounts and compares every file.']],
    examples: [['verify my-dataset --deep', 'Exit 10 if anything is wrong.']],
  },
  {
    name: 'search',
    args: ['RUN'],
    about: 'finds pictures by words, by a picture, or by one of its own, among the kept and the cut',
    details:
      'Compares a query with the stored embeddings of a run and lists the nearest pictures: similarity, text, kept or cut and by which filter. The same picture is listed once, with the keys of its duplicates. The last line counts what was not searched. Exact: every row is looked at. Beyond 1,000,000 rows an index is asked if one was built; its measured recall is printed. A TERM is words, key:KEY or image:FILE.',
    flags: [
      ['--text TEXT', 'Pictures near these words.'],
      ['--image FILE', 'Pictures near this one; it is read as fetch reads pictures, and not kept.'],
      ['--key KEY', 'Pictures near this one of the run. Needs no model.'],
      ['--plus TERM', 'Adds to the query. May be given again.'],
      ['--minus TERM', 'Takes away from the query. May be given again.'],
      [
        '--in kept|cut|both',
        'What the selection keeps, what it cut, or all; kept if not given, both if nothing was judged.',
      ],
      ['--side image|text', 'Compares with the pictures, or with their texts; image if not given.'],
      ['--model NAME', 'Another model that scored the run; the first one if not given.'],
      ['--top N', 'Pictures listed; 20 if not given.'],
      [
        '--fold sha256|phash',
        'What counts as the same picture: its bytes, or its look; sha256 if not given.',
      ],
      ['--exact', 'Looks at every row, index or not.'],
      ['--json', 'As JSON on stdout.'],
      ['--out DIR', 'Writes DIR/search.json and DIR/sheet.jpg, a contact sheet of the results.'],
      ['--build-index', 'Builds an index instead, and measures its recall. Needs the package usearch.'],
    ],
    examples: [
      ['search my-dataset --text "a red bicycle"', 'What is kept, nearest first.'],
      [
        'search my-dataset --image cat.jpg --in cut --out found',
        'What was dropped although it looks like this?',
      ],
      ['search my-dataset --key 000010002 --minus "a drawing"', 'Like that picture, but no drawing.'],
    ],
  },
  {
    name: 'classify',
    args: ['RUN'],
    about: 'sorts the pictures of a run into your own classes, told in words',
    details:
      'Compares the stored embeddings with the texts of your labels, by the model that scored the run. Prints how many pictures each label has. No picture is read and no request made. Each picture has the best of these labels, even where none fits; probabilities are not calibrated. Labels of a .json file may have several prompts and templates each, as those of configs/prompts have.',
    flags: [
      ['--labels FILE', 'Labels, one a line (# begins a comment), or a prompt set that ends in .json.'],
      ['--model NAME', 'Another model that scored the run; the first one if not given.'],
      [
        '--in kept|all',
        'kept: what the selection keeps; all: every picture with an embedding. kept if not given.',
      ],
      ['--top K', 'Labels in each row of --out; 3 if not given.'],
      ['--out FILE', 'Writes key, url, label, p and top of each picture; .parquet or .json.'],
      ['--json', 'The counts as JSON on stdout.'],
    ],
    examples: [
      ['classify my-dataset --labels labels.txt', 'How many pictures has each label?'],
      [
        'classify my-dataset --labels labels.txt --in all --out labelled.parquet',
        'A row for each picture too.',
      ],
    ],
  },
  {
    name: 'inspect',
    args: ['RUN|FILE'],
    about: 'who got in, who was left out, and which filter did it: a report',
    details:
      "Reads the ledger of a run, or anybody's rows (Parquet or JSON lines with a column url or text; LAION's and DataComp's names are known), and writes report.html, one file that opens in a browser without a network, and inspect.json with all its numbers. Pages: the way of every picture reference, thresholds, groups of texts by what they mention, alt texts, words, sites, languages, pictures, a map. What rows cannot tell is said. `inspect diff A.json B.json` compares two such files and ends with exit 1 if the second is worse: for continuous integration.",
    flags: [
      [
        '--vs OTHER',
        'Another run or table, side by side; model:NAME: the same run, as another of its scorers would have chosen.',
      ],
      ['--out DIR', 'Where the report goes; RUN/inspect, or NAME-inspect for a file, if not given.'],
      ['--score COLUMN', 'Of a file: the column of scores; similarity or the like if not given.'],
      ['--cut T', 'Of a file: what if only rows with at least this score were kept?'],
      ['--keep-top F', 'Of a file: the same for the best share, such as 0.3.'],
      ['--lexicon FILE', 'A word list of your own beside those of the package. May be given again.'],
      ['--reference FILE', 'JSON of group → {share, source}: shares to compare with, cited.'],
      ['--no-images', 'No picture in the report.'],
      ['--map-points N', 'Points of the map, at most 50000; 0: no map. 50000 if not given.'],
      ['--seed N', 'Other draws; 0 if not given.'],
      ['--json', 'The numbers on stdout instead of sentences.'],
      ['--quiet', 'Does not say what it is doing.'],
    ],
    examples: [
      ['inspect my-dataset', 'Writes my-dataset/inspect/report.html.'],
      ['inspect part-00000.parquet --keep-top 0.3', 'What would the best 30 % of somebody’s rows be?'],
      ['inspect my-dataset --vs other-dataset', 'Two runs side by side.'],
      ['inspect diff before.json after.json', 'Exit 1 if it got worse.'],
    ],
  },
  {
    name: 'latents',
    args: ['RUN'],
    about: 'shows what latents a run has; with --check, what they decode to',
    details:
      "Lists the latents that a VAE of the recipe (latents.vae) made of the dataset: shards, samples and shape of each bucket. A sample whose latent is not finite has none: it stays in the dataset, and the commit of its shard names it. --check decodes some of each bucket with the VAE's decoder, prints their PSNR against the pictures, and draws a sheet: picture, reconstruction, difference.",
    flags: [
      ['--check', 'Decodes latents and compares them with the pictures.'],
      ['--out FILE', 'With --check: where the sheet goes, a .png; RUN/latents-check.png if not given.'],
      ['--samples N', 'With --check: pictures compared of each bucket; 20 if not given.'],
      ['--provider NAME', 'With --check: auto, cpu, webgpu or cuda; auto if not given.'],
    ],
    examples: [
      ['latents my-dataset', 'What is there?'],
      ['latents my-dataset --check', 'Does the VAE know these pictures?'],
    ],
  },
  {
    name: 'export',
    args: ['RUN'],
    about: 'writes the dataset in a layout that others read',
    details:
      "imagefolder: train/NNNNN/KEY.jpg with metadata.parquet, for Hugging Face datasets; text is the caption, page_text is LAION's TEXT. webdataset: the tars as they are, and sizes.json. laion: LAION's columns as part-NNNNN.snappy.parquet with a dataset card, croissant.json and ancestry.json; no pictures. kohya: 1_NNNNN/KEY.jpg and KEY.txt, and with --latents the .npz that its trainers look for beside a picture. arrow: NNNNN.arrow with URLs, texts, scores and the embeddings of every scorer as float16; no pictures. Asks the disk before it writes; exit 3 if it is too small. The same command again checks what is there and goes on where it stopped.",
    flags: [
      ['--to NAME', 'imagefolder, webdataset, laion, kohya or arrow.'],
      ['--out DIR', 'Where to write: an empty folder, or the same export begun before.'],
      [
        '--latents',
        'With --to kohya: latents of the run as .npz, if its VAE is of the family sd or sdxl; others have no such files.',
      ],
      ['--allow-toy', 'Exports what a toy model chose. Outside its domain that means nothing.'],
    ],
    examples: [
      [
        'export my-dataset --to imagefolder --out pictures',
        'load_dataset("imagefolder", data_dir="pictures")',
      ],
      ['export my-dataset --to laion --out metadata', 'To publish, without a picture.'],
      ['export my-dataset --to arrow --out embeddings', 'pyarrow.ipc.open_file("embeddings/00000.arrow")'],
    ],
  },
  {
    name: 'models',
    args: ['list|pull|convert', '[NAME|FILE]'],
    about: 'lists models that score pictures against texts, brings one, or makes a head',
    details:
      'list shows each model that can be pulled: what is known of it (verified), its licence, its published threshold, and what is on disk. pull brings the files of one from the hub (huggingface.co, or $HF_ENDPOINT) and goes on where it stopped. The first pull records sha256, size and commit of each file in models.lock.json; every later one must find the same. $HF_TOKEN is sent to the hub only. A recipe then names it: score.models: [hf:NAME]. convert makes a head (aesthetic, punsafe …) of a .safetensors, .npz or .json file of dense layers: DIR/head.json and DIR/weights.safetensors. It is bound to one encoder, and embeddings of another are refused.',
    flags: [
      ['--dir DIR', 'Folder of models; $WARC2DATASET_MODELS or ~/.cache/warc2dataset/models if not given.'],
      ['--accept-license', 'Accepts the licence of a model that is not open.'],
      ['--example FILE', "With pull b32: CLIP.png of openai/CLIP, for CLIP's published example."],
      ['--json', 'With list: as JSON on stdout, with what is known of each preset.'],
      ['--name NAME', 'With convert: short name of the head, folder annotated/NAME of a run.'],
      ['--column NAME', 'With convert: column that it fills, such as aesthetic, punsafe or pwatermark.'],
      [
        '--requires ENCODER',
        'With convert: encoder of its embeddings, such as openai/ViT-L-14; what the file says if not given.',
      ],
      ['--license TEXT', 'With convert: its licence; what the file says if not given.'],
      ['--source TEXT', 'With convert: where it comes from; what the file says if not given.'],
      [
        '--activation NAME',
        'With convert: none, relu or sigmoid behind every layer but the last, if the file does not tell it.',
      ],
      ['--last NAME', 'With convert: none or sigmoid behind the last layer, if the file does not tell it.'],
      ['--out DIR', 'With convert: where the head goes; ./NAME if not given. Nothing is overwritten.'],
    ],
    examples: [
      ['models list', 'What is there to pull, and what is it worth?'],
      ['models pull b32', 'Brings OpenAI CLIP ViT-B/32 and checks that it runs.'],
      ['models pull b32 --example CLIP.png', "Also compares with CLIP's published numbers."],
      ['models pull dfn2b_l14 --accept-license --dir /data/models', 'A model whose licence is not open.'],
      [
        'models convert nsfw.safetensors --name nsfw --column punsafe --out heads/nsfw',
        'A head of weights that you have, for annotate.heads.',
      ],
    ],
  },
  {
    name: 'doctor',
    args: [],
    about: 'what this machine can do, what is missing, and how to get it',
    details:
      'Looks at Node, processors, memory, disk, limits and fonts, starts a decoder process and a database, and runs the bundled toy model on each provider: cuda, webgpu, cpu. Says what is missing and the one step that brings it. Installs nothing and asks no network. Ends with exit 0 if a run on the CPU is possible, else exit 5.',
    flags: [
      ['--json', 'As JSON on stdout.'],
      ['--dir DIR', 'Folder of models to look at; as for models.'],
    ],
    examples: [
      ['doctor', 'Can this machine run it, and on its GPU?'],
      ['doctor --json', 'The same for a program.'],
    ],
  },
]
