/** What a detector says of a text: an ISO 639-1 code (639-3 where there is none), and whether it stands by it. */
export interface Answer {
  readonly language: string | null
  readonly reliable: boolean
}
export type Detect = (text: string) => Answer

/** Imports a package of the folder where the peers are installed. */
export type Load = (specifier: string) => Promise<Record<string, unknown>>

/** Probability from which a peer that only gives probabilities counts as reliable: the cut of cld3. */
const RELIABLE = 0.7

const byProbability = (code: string | undefined, probability: number): Answer => ({
  language: code === undefined ? null : shortCode(code),
  reliable: probability >= RELIABLE,
})

// Canonical locales turn deu into de, cmn into zh, iw into he. Both written forms of Norwegian are `no`.
const shortCode = (code: string): string => {
  const [canonical = code] = Intl.getCanonicalLocales(code)
  return canonical === 'nb' || canonical === 'nn' ? 'no' : canonical
}

const eld =
  (size: string) =>
  async (load: Load): Promise<Detect> => {
    interface Eld {
      detect: (text: string) => { language: string; isReliable: () => boolean }
    }
    const { detect } = (await load(`eld/${size}`))['eld'] as Eld
    return (text) => {
      const found = detect(text)
      return { language: found.language || null, reliable: found.isReliable() }
    }
  }

const franc =
  (name: string) =>
  async (load: Load): Promise<Detect> => {
    const { franc: detect } = (await load(name)) as {
      franc: (text: string, options: { minLength: number }) => string
    }
    return (text) => {
      const found = detect(text, { minLength: 3 })
      return { language: found === 'und' ? null : shortCode(found), reliable: found !== 'und' }
    }
  }

const tinyld =
  (name: string) =>
  async (load: Load): Promise<Detect> => {
    const { detect } = (await load(name)) as { detect: (text: string) => string }
    return (text) => {
      const found = detect(text)
      return { language: found === '' ? null : shortCode(found), reliable: found !== '' }
    }
  }

const cld3 = async (load: Load): Promise<Detect> => {
  interface Cld {
    create: (least: number, most: number) => { findLanguage: (text: string) => Found }
  }
  interface Found {
    readonly language: string
    readonly is_reliable: boolean
  }
  const { loadModule } = (await load('cld3-asm')) as { loadModule: () => Promise<Cld> }
  const identifier = (await loadModule()).create(0, 1000)
  return (text) => {
    const found = identifier.findLanguage(text)
    return {
      language: found.language === 'und' ? null : shortCode(found.language),
      reliable: found.is_reliable,
    }
  }
}

const fasttext = async (load: Load): Promise<Detect> => {
  interface Vector {
    get: (index: number) => readonly [number, string]
    size: () => number
  }
  const { getLIDModel } = (await load('fasttext.wasm.js')) as {
    getLIDModel: () => Promise<
      new () => { load: () => Promise<{ predict: (t: string, k: number, p: number) => Vector }> }
    >
  }
  const Model = await getLIDModel()
  const opened = typeof Model === 'function' ? new Model() : (Model as { load: () => Promise<never> })
  const model: { predict: (t: string, k: number, p: number) => Vector } = await opened.load()
  return (text) => {
    const found = model.predict(text.replaceAll('\n', ' '), 1, 0)
    if (found.size() === 0) return { language: null, reliable: false }
    const [probability, label] = found.get(0)
    return byProbability(label.replace('__label__', ''), probability)
  }
}

const lande = async (load: Load): Promise<Detect> => {
  const module = (await load('lande')) as {
    default: (text: string) => readonly (readonly [string, number])[]
  }
  return (text) => {
    const [best] = module.default(text)
    return byProbability(best?.[0], best?.[1] ?? 0)
  }
}

const languagedetect = async (load: Load): Promise<Detect> => {
  interface Detector {
    setLanguageType: (type: string) => void
    detect: (text: string, count: number) => readonly (readonly [string | null, number])[]
  }
  const { default: Class } = (await load('languagedetect')) as { default: new () => Detector }
  const detector = new Class()
  detector.setLanguageType('iso2')
  return (text) => {
    const code = detector.detect(text, 1)[0]?.[0] ?? null
    return { language: code === null ? null : shortCode(code), reliable: code !== null }
  }
}

const langdetect = async (load: Load): Promise<Detect> => {
  const { default: module } = (await load('langdetect')) as {
    default: { detect: (text: string) => readonly { lang: string; prob: number }[] | null }
  }
  return (text) => {
    const best = module.detect(text)?.[0]
    return byProbability(best?.lang.slice(0, 2), best?.prob ?? 0)
  }
}

/** The libraries that were measured, by name; `npm install --ignore-scripts` them in a folder outside the project. */
export const peerDetectors: Readonly<Record<string, (load: Load) => Promise<Detect>>> = {
  'eld/large': eld('large'),
  'eld/medium': eld('medium'),
  'eld/small': eld('small'),
  'eld/extrasmall': eld('extrasmall'),
  'cld3-asm': cld3,
  'fasttext.wasm.js': fasttext,
  tinyld: tinyld('tinyld'),
  'tinyld/heavy': tinyld('tinyld/heavy'),
  'tinyld/light': tinyld('tinyld/light'),
  franc: franc('franc'),
  'franc-min': franc('franc-min'),
  lande,
  languagedetect,
  langdetect,
}
