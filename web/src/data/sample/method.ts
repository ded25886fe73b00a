import type { Inspection } from '@warc2dataset/schemas'

export const SAMPLE_METHOD: Inspection['method'] = {
  seed: 17,
  lexicons: [
    {
      id: 'gender.en',
      version: '1',
      axis: 'gender',
      lang: 'en',
      licence: 'MIT',
      sha256: '3e'.repeat(32),
      note: 'Words for women and girls, men and boys, kin and titles. Comparable within English only.',
      sets: [
        {
          id: 'woman',
          label: 'words for women',
          terms: ['woman', 'women', 'girl', 'mother', 'she', 'her'],
          exclude: ['lady bird', 'mother board'],
        },
        {
          id: 'man',
          label: 'words for men',
          terms: ['man', 'men', 'boy', 'father', 'he', 'him'],
          exclude: [],
        },
      ],
    },
    {
      id: 'age.en',
      version: '1',
      axis: 'age',
      lang: 'en',
      licence: 'MIT',
      sha256: '8d'.repeat(32),
      note: 'Words that say the age of a person.',
      sets: [
        {
          id: 'old',
          label: 'words for older people',
          terms: ['elderly', 'old man', 'old woman'],
          exclude: [],
        },
      ],
    },
  ],
  checks: [
    { check: 'kept and what every step took, against candidates', expected: 48_210, got: 48_210 },
    { check: 'candidates and references without one, against references', expected: 91_342, got: 91_342 },
  ],
  limits: [
    'Languages of short texts are often not known.',
    'English lexicons see English texts only.',
    'A registered domain is taken as one voice; some host many.',
  ],
}
