import type { Inspection, Subject } from '@warc2dataset/schemas'

export const SAMPLE_SUBJECT: Subject = {
  kind: 'run',
  name: 'autumn-crawl <b>not bold</b>',
  rows: 48_210,
  files: 12,
  columns: [],
  scorers: [
    {
      name: 'clip',
      id: 'openai/clip-vit-base-patch32',
      digest: '5c'.repeat(32),
      toy: false,
      threshold: 0.28,
    },
    { name: 'aesthetic', id: 'aesthetic-v2-linear', digest: 'a1'.repeat(32), toy: false, threshold: null },
  ],
  toy: false,
  judged_by: [
    'extract.text.min_length: 5',
    'plan.block_domains: 2 domains',
    'select.where: min_side >= 200',
    'select.where: punsafe < 0.5',
    'select.keep: similarity >= 0.28',
  ],
  dates: { first: Date.UTC(2024, 9, 3), last: Date.UTC(2024, 9, 15) },
  selection: 'd4'.repeat(32),
  shadow: 0.01,
}

export const SAMPLE_OVERVIEW: Inspection['overview'] = {
  sentences: [
    {
      page: 'funnel',
      text: 'Of 91,342 picture references 9,302 are in the dataset, one in ten.',
      caveat: 'A reference without a text never was a candidate; alt="" is right for decoration.',
    },
    {
      page: 'threshold',
      text: 'Lowering the cut from 0.280 to 0.270 would bring back 3,410 pairs.',
      caveat: 'This counts pairs. It does not say that they are good ones.',
    },
    {
      page: 'groups',
      text: 'Of 26 comparisons 3 are flagged: alt-texts that mention an older person have 1.24 times the exclusion rate of the rest.',
      caveat: 'An association. A mention is not a depiction, and the sites differ in more than their words.',
    },
    {
      page: 'anatomy',
      text: '7.1 % of the texts are file names, and 31.9 % of these were kept.',
      caveat: 'The classes are told by rules on the text, which err.',
    },
    {
      page: 'sources',
      text: 'The ten largest domains hold 34 % of the candidates and 41 % of the dataset.',
      caveat: 'A domain is the registered one of the page, not who made the picture.',
    },
    {
      page: 'asked',
      text: 'What sites and lists asked left out 2,295 candidates, most by robots.txt: 1,480. 7,163 picture URLs (19 %) gave no answer.',
      caveat:
        'An opt-out is never relaxed, not even for the shadow sample: what it left out is known by its text and its page alone.',
    },
    {
      page: 'languages',
      text: 'Texts in English are 58 % of the candidates and 79 % of the dataset.',
      caveat: 'The language of a short text is often not known, and the scorer was trained on English.',
    },
  ],
  warnings: [
    'A mention is not a depiction. A text that does not mention a group says nothing about the picture.',
    'Alt-text exists for blind readers. A low score may belong to a good text.',
    'Nobody’s identity is inferred from a face or a name.',
    'The scorer is part of what is measured: its scores for a language are no evidence about pictures in it.',
    'No base rate is right by nature.',
    'The crawl samples the web by its own rule; exclusion starts before the first step here.',
  ],
}
