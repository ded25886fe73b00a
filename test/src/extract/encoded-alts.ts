/** Texts in one encoding of the WHATWG Encoding Standard. */
export interface EncodedAlts {
  /** As a page or server names it. */
  readonly label: string
  /** The name that the standard's table of labels gives for it. */
  readonly name: string
  /** The alts of the family, in hex. */
  readonly alts: readonly string[]
}

/** Texts that a group of encodings has in common. */
export interface EncodingFamily {
  readonly family: string
  readonly alts: readonly string[]
  readonly encodings: readonly EncodedAlts[]
}

/**
 * Words in every encoding that has their letters, but Unicode's own. The bytes are those of CPython 3.11's codecs
 * (cp932 for shift_jis, cp949 for euc-kr), the names those of the standard. Some bytes are `"`, `<` or `\\` in ASCII.
 * Vietnamese windows-1258 writes a tone after its letter; pages give NFC.
 */
export const ENCODING_FAMILIES: readonly EncodingFamily[] = [
  {
    family: 'Western',
    alts: ['café crème, très fraîche', 'Gemälde mit Rahmen, größer', 'el niño pequeño'],
    encodings: [
      {
        label: 'gb18030',
        name: 'gb18030',
        alts: [
          '636166a8a6206372a8a86d652c207472a8a8732066726181308a36636865',
          '47656d81308a316c6465206d6974205261686d656e2c20677281308b32813089386572',
          '656c206e6981308a396f20706571756581308a396f',
        ],
      },
      {
        label: 'windows-1252',
        name: 'windows-1252',
        alts: [
          '636166e9206372e86d652c207472e87320667261ee636865',
          '47656de46c6465206d6974205261686d656e2c206772f6df6572',
          '656c206e69f16f207065717565f16f',
        ],
      },
      {
        label: 'iso-8859-1',
        name: 'windows-1252',
        alts: [
          '636166e9206372e86d652c207472e87320667261ee636865',
          '47656de46c6465206d6974205261686d656e2c206772f6df6572',
          '656c206e69f16f207065717565f16f',
        ],
      },
      {
        label: 'iso-8859-15',
        name: 'iso-8859-15',
        alts: [
          '636166e9206372e86d652c207472e87320667261ee636865',
          '47656de46c6465206d6974205261686d656e2c206772f6df6572',
          '656c206e69f16f207065717565f16f',
        ],
      },
      {
        label: 'macintosh',
        name: 'macintosh',
        alts: [
          '6361668e2063728f6d652c2074728f732066726194636865',
          '47656d8a6c6465206d6974205261686d656e2c2067729aa76572',
          '656c206e69966f207065717565966f',
        ],
      },
      {
        label: 'iso-8859-9',
        name: 'windows-1254',
        alts: [
          '636166e9206372e86d652c207472e87320667261ee636865',
          '47656de46c6465206d6974205261686d656e2c206772f6df6572',
          '656c206e69f16f207065717565f16f',
        ],
      },
    ],
  },
  {
    family: 'Polish and Czech',
    alts: ['żółta łódź na jeziorze', 'příliš žluťoučký kůň'],
    encodings: [
      {
        label: 'windows-1250',
        name: 'windows-1250',
        alts: ['bff3b3746120b3f3649f206e61206a657a696f727a65', '70f8ed6c699a209e6c759d6f75e86bfd206bf9f2'],
      },
      {
        label: 'iso-8859-2',
        name: 'iso-8859-2',
        alts: ['bff3b3746120b3f364bc206e61206a657a696f727a65', '70f8ed6c69b920be6c75bb6f75e86bfd206bf9f2'],
      },
    ],
  },
  {
    family: 'Romanian',
    alts: ['fața mănăstirii, țărm și cer'],
    encodings: [
      {
        label: 'iso-8859-16',
        name: 'iso-8859-16',
        alts: ['6661fe61206de36ee37374697269692c20fee3726d20ba6920636572'],
      },
    ],
  },
  {
    family: 'Russian',
    alts: ['красная лодка у берега', 'Ёлка, щука и объектив'],
    encodings: [
      {
        label: 'gb18030',
        name: 'gb18030',
        alts: [
          'a7dca7e2a7d1a7e3a7dfa7d1a7f120a7dda7e0a7d5a7dca7d120a7e520a7d2a7d6a7e2a7d6a7d4a7d1',
          'a7a7a7dda7dca7d12c20a7eba7e5a7dca7d120a7da20a7e0a7d2a7eca7d6a7dca7e4a7daa7d3',
        ],
      },
      {
        label: 'windows-1251',
        name: 'windows-1251',
        alts: ['eaf0e0f1ede0ff20ebeee4eae020f320e1e5f0e5e3e0', 'a8ebeae02c20f9f3eae020e820eee1fae5eaf2e8e2'],
      },
      {
        label: 'iso-8859-5',
        name: 'iso-8859-5',
        alts: ['dae0d0e1ddd0ef20dbded4dad020e320d1d5e0d5d3d0', 'a1dbdad02c20e9e3dad020d820ded1ead5dae2d8d2'],
      },
      {
        label: 'koi8-r',
        name: 'koi8-r',
        alts: ['cbd2c1d3cec1d120cccfc4cbc120d520c2c5d2c5c7c1', 'b3cccbc12c20ddd5cbc120c920cfc2dfc5cbd4c9d7'],
      },
      {
        label: 'koi8-u',
        name: 'koi8-u',
        alts: ['cbd2c1d3cec1d120cccfc4cbc120d520c2c5d2c5c7c1', 'b3cccbc12c20ddd5cbc120c920cfc2dfc5cbd4c9d7'],
      },
      {
        label: 'ibm866',
        name: 'ibm866',
        alts: ['aae0a0e1ada0ef20abaea4aaa020e320a1a5e0a5a3a0', 'f0abaaa02c20e9e3aaa020a820aea1eaa5aae2a8a2'],
      },
      {
        label: 'x-mac-cyrillic',
        name: 'x-mac-cyrillic',
        alts: ['eaf0e0f1ede0df20ebeee4eae020f320e1e5f0e5e3e0', 'ddebeae02c20f9f3eae020e820eee1fae5eaf2e8e2'],
      },
    ],
  },
  {
    family: 'Ukrainian',
    alts: ['її човен біля єдиного мосту'],
    encodings: [
      {
        label: 'windows-1251',
        name: 'windows-1251',
        alts: ['bfbf20f7eee2e5ed20e1b3ebff20bae4e8edeee3ee20eceef1f2f3'],
      },
      {
        label: 'iso-8859-5',
        name: 'iso-8859-5',
        alts: ['f7f720e7ded2d5dd20d1f6dbef20f4d4d8ddded3de20dcdee1e2e3'],
      },
      { label: 'koi8-u', name: 'koi8-u', alts: ['a7a720decfd7c5ce20c2a6ccd120a4c4c9cecfc7cf20cdcfd3d4d5'] },
    ],
  },
  {
    family: 'Greek',
    alts: ['κόκκινη βάρκα στην ακτή', 'Ψηφιδωτό του ήλιου'],
    encodings: [
      {
        label: 'windows-1253',
        name: 'windows-1253',
        alts: ['eafceaeae9ede720e2dcf1eae120f3f4e7ed20e1eaf4de', 'd8e7f6e9e4f9f4fc20f4eff520deebe9eff5'],
      },
      {
        label: 'iso-8859-7',
        name: 'iso-8859-7',
        alts: ['eafceaeae9ede720e2dcf1eae120f3f4e7ed20e1eaf4de', 'd8e7f6e9e4f9f4fc20f4eff520deebe9eff5'],
      },
    ],
  },
  {
    family: 'Turkish',
    alts: ['kırmızı gemi, eski şehir', "İstanbul'da yağmur"],
    encodings: [
      {
        label: 'windows-1254',
        name: 'windows-1254',
        alts: ['6bfd726dfd7afd2067656d692c2065736b6920fe65686972', 'dd7374616e62756c276461207961f06d7572'],
      },
      {
        label: 'iso-8859-9',
        name: 'windows-1254',
        alts: ['6bfd726dfd7afd2067656d692c2065736b6920fe65686972', 'dd7374616e62756c276461207961f06d7572'],
      },
    ],
  },
  {
    family: 'Hebrew',
    alts: ['סירה אדומה על החוף'],
    encodings: [
      { label: 'windows-1255', name: 'windows-1255', alts: ['f1e9f8e420e0e3e5eee420f2ec20e4e7e5f3'] },
      { label: 'iso-8859-8', name: 'iso-8859-8', alts: ['f1e9f8e420e0e3e5eee420f2ec20e4e7e5f3'] },
      { label: 'iso-8859-8-i', name: 'iso-8859-8-i', alts: ['f1e9f8e420e0e3e5eee420f2ec20e4e7e5f3'] },
    ],
  },
  {
    family: 'Arabic',
    alts: ['قارب أحمر على الشاطئ'],
    encodings: [
      { label: 'windows-1256', name: 'windows-1256', alts: ['dec7d1c820c3cde3d120dae1ec20c7e1d4c7d8c6'] },
      { label: 'iso-8859-6', name: 'iso-8859-6', alts: ['e2c7d1c820c3cde5d120d9e4e920c7e4d4c7d7c6'] },
    ],
  },
  {
    family: 'Baltic',
    alts: ['sarkanā laiva, ežeras ir žąsis'],
    encodings: [
      {
        label: 'windows-1257',
        name: 'windows-1257',
        alts: ['7361726b616ee2206c616976612c2065fe6572617320697220fee0736973'],
      },
      {
        label: 'iso-8859-13',
        name: 'iso-8859-13',
        alts: ['7361726b616ee2206c616976612c2065fe6572617320697220fee0736973'],
      },
      {
        label: 'iso-8859-4',
        name: 'iso-8859-4',
        alts: ['7361726b616ee0206c616976612c2065be6572617320697220beb1736973'],
      },
    ],
  },
  {
    family: 'Vietnamese',
    alts: ['chiếc thuyền đỏ trên bãi biển Việt Nam'],
    encodings: [
      {
        label: 'windows-1258',
        name: 'windows-1258',
        alts: ['636869eaec632074687579eacc6e20f06fd2207472ea6e206261de69206269ead26e205669eaf274204e616d'],
      },
    ],
  },
  {
    family: 'Thai',
    alts: ['เรือสีแดงที่ชายหาด'],
    encodings: [
      { label: 'windows-874', name: 'windows-874', alts: ['e0c3d7cdcad5e1b4a7b7d5e8aad2c2cbd2b4'] },
      { label: 'tis-620', name: 'windows-874', alts: ['e0c3d7cdcad5e1b4a7b7d5e8aad2c2cbd2b4'] },
    ],
  },
  {
    family: 'Simplified Chinese',
    alts: ['海边的红色小船', '誠信為本'],
    encodings: [
      { label: 'gb18030', name: 'gb18030', alts: ['baa3b1dfb5c4baecc9abd0a1b4ac', 'd55cd0c59ee9b1be'] },
      { label: 'gbk', name: 'gbk', alts: ['baa3b1dfb5c4baecc9abd0a1b4ac', 'd55cd0c59ee9b1be'] },
    ],
  },
  {
    family: 'Simplified Chinese of 1980',
    alts: ['海边的红色小船，风景'],
    encodings: [
      { label: 'gb18030', name: 'gb18030', alts: ['baa3b1dfb5c4baecc9abd0a1b4aca3acb7e7beb0'] },
      { label: 'gbk', name: 'gbk', alts: ['baa3b1dfb5c4baecc9abd0a1b4aca3acb7e7beb0'] },
      { label: 'gb2312', name: 'gbk', alts: ['baa3b1dfb5c4baecc9abd0a1b4aca3acb7e7beb0'] },
    ],
  },
  {
    family: 'Traditional Chinese',
    alts: ['海邊的紅色小船', '成功的許多人'],
    encodings: [
      { label: 'big5', name: 'big5', alts: ['aefcc3e4aabaacf5a6e2a470b2ee', 'a6a8a55caabab35ca668a448'] },
      {
        label: 'big5-hkscs',
        name: 'big5',
        alts: ['aefcc3e4aabaacf5a6e2a470b2ee', 'a6a8a55caabab35ca668a448'],
      },
    ],
  },
  {
    family: 'Japanese',
    alts: ['あかい船の写真', 'ソ連の表、予ト十構能'],
    encodings: [
      {
        label: 'euc-jp',
        name: 'euc-jp',
        alts: ['a4a2a4aba4a4c1a5a4cebcccbfbf', 'a5bdcfa2a4cec9bda1a2cdbda5c8bdbdb9bdc7bd'],
      },
      {
        label: 'shift_jis',
        name: 'shift_jis',
        alts: ['82a082a982a2914482cc8eca905e', '835c984182cc955c8141975c83678f5c8d5c945c'],
      },
      {
        label: 'windows-31j',
        name: 'shift_jis',
        alts: ['82a082a982a2914482cc8eca905e', '835c984182cc955c8141975c83678f5c8d5c945c'],
      },
      {
        label: 'iso-2022-jp',
        name: 'iso-2022-jp',
        alts: [
          '1b24422422242b24244125244e3c4c3f3f1b2842',
          '1b2442253d4f22244e493d21224d3d25483d3d393d473d1b2842',
        ],
      },
    ],
  },
  {
    family: 'Korean',
    alts: ['바닷가의 빨간 배', '똠방각하 펲시콜라'],
    encodings: [
      {
        label: 'euc-kr',
        name: 'euc-kr',
        alts: ['b9d9b4e5b0a1c0c720bba1b0a320b9e8', '8c63b9e6b0a2c7cf20bc84bdc3c4ddb6f3'],
      },
      {
        label: 'ks_c_5601-1987',
        name: 'euc-kr',
        alts: ['b9d9b4e5b0a1c0c720bba1b0a320b9e8', '8c63b9e6b0a2c7cf20bc84bdc3c4ddb6f3'],
      },
    ],
  },
]
