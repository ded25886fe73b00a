import { type Group, type Inspection, isAvailable, type Sentence, type Signal } from '@warc2dataset/schemas'

/** Sections of an inspection; what is said of them. */
export type Sections = Omit<Inspection, 'overview' | 'method' | 'version' | 'made_by'>

/** A sentence for each page that has something to say, in the order of the pages. */
export function writeSentences(sections: Sections): readonly Sentence[] {
  return [
    funnelSentence(sections),
    thresholdSentence(sections),
    groupsSentence(sections),
    anatomySentence(sections),
    wordsSentence(sections),
    sourcesSentence(sections),
    askedSentence(sections),
    languagesSentence(sections),
    imagesSentence(sections),
    compareSentence(sections),
  ].filter((sentence) => sentence !== null)
}

function funnelSentence({ funnel, subject }: Sections): Sentence | null {
  if (!isAvailable(funnel)) return null
  const [top] = [...funnel.steps].sort((a, b) => b.left - a.left)
  const from =
    funnel.references === null
      ? `${grouped(funnel.candidates)} candidates`
      : `${grouped(funnel.references.total)} picture references, ${grouped(funnel.candidates)} of them candidates`
  const most =
    top === undefined || top.left === 0
      ? ''
      : ` Most left ${top.filter === null ? `as ${top.reasons[0]?.reason ?? 'failed'}` : `by ${top.filter}`}: ${grouped(top.left)}.`
  return {
    page: 'funnel',
    text: `Of ${from}, ${grouped(funnel.kept)} were kept (${percent(funnel.kept, funnel.candidates)} of the candidates).${most}`,
    caveat:
      subject.kind === 'run'
        ? 'The crawl itself left out most of the web before the first filter here.'
        : 'What was cut here is a what-if; what its makers cut is not in the file.',
  }
}

function thresholdSentence({ threshold }: Sections): Sentence | null {
  if (!isAvailable(threshold)) return null
  const { cut, width, eligible, origin } = threshold
  if (cut === null) {
    return {
      page: 'threshold',
      text: `${threshold.score} was measured but judged nobody; the slider shows what a threshold would keep.`,
      caveat: 'A threshold belongs to one model.',
    }
  }
  const above = (value: number): number =>
    eligible.counts.reduce(
      (sum, n, at) => (origin + (eligible.first + at) * width >= value - width / 2 ? sum + n : sum),
      0,
    )
  const STEPS = 4
  const [now, lower] = [above(cut), above(cut - STEPS * width)]
  return {
    page: 'threshold',
    text: `A cut lower by ${round(STEPS * width)} would keep ${grouped(lower - now)} more rows (${percent(lower - now, now)} of what is kept now).`,
    caveat: 'More is not better or worse by itself: look at the pairs that would come back.',
  }
}

function groupsSentence(sections: Sections): Sentence | null {
  const { groups } = sections
  if (!isAvailable(groups)) return null
  if (groups.withheld !== null) return { page: 'groups', text: groups.withheld, caveat: NO_FACES }
  if (groups.exclusions.length === 0) return mentionsSentence(sections, groups.groups)
  const measured = groups.exclusions.filter(({ status }) => status === 'measured')
  const flagged = measured.filter(({ flagged }) => flagged)
  const names = new Set(flagged.map(({ group }) => group)).size
  return {
    page: 'groups',
    text: `${grouped(measured.length)} comparisons of a group with other rows were large enough to make; ${
      flagged.length === 0
        ? 'after correction for their number none differs'
        : `after correction for their number ${grouped(flagged.length)}, of ${counted(names, 'group')}, differ`
    } by more than the zone of indifference.`,
    caveat: NO_FACES,
  }
}

function mentionsSentence({ subject }: Sections, groups: readonly Group[]): Sentence | null {
  const [top] = groups
    .filter(({ people }) => people)
    .sort((a, b) => b.candidates - a.candidates || (a.id < b.id ? -1 : 1))
  if (top === undefined) return null
  return {
    page: 'groups',
    text: `Of all groups of people in the lexicons, “${top.label}” is mentioned most: ${grouped(top.candidates)} of ${grouped(subject.rows)} rows. Who was left out is not in these rows.`,
    caveat: NO_FACES,
  }
}

const NO_FACES =
  'A mention is not a depiction: groups are texts that use certain words, never people on pictures.'

/** Nothing is known of what was left out: what is said of the kept would only repeat what is said of all. */
function isOneSided({ funnel }: Sections): boolean {
  return !isAvailable(funnel)
}

function anatomySentence(sections: Sections): Sentence | null {
  const { anatomy } = sections
  if (!isAvailable(anatomy)) return null
  const described = anatomy.classes.find((one) => one.class === 'described')
  if (described === undefined || described.candidates.n === 0) return null
  const kept = isOneSided(sections)
    ? ''
    : `; among the kept it is ${percent(described.kept.k, described.kept.n)}`
  return {
    page: 'anatomy',
    text: `${percent(described.candidates.k, described.candidates.n)} of the texts are none of filename, camera name, generic word, decoration or shop talk${kept}.`,
    caveat: 'Word lists are short: what they do not know counts as description.',
  }
}

function wordsSentence({ words }: Sections): Sentence | null {
  if (!isAvailable(words)) return null
  const [contrast] = words.contrasts
  if (contrast === undefined || contrast.rows.length === 0) return null
  const marks = (sign: number): string =>
    [...contrast.rows]
      .filter(({ z }) => z * sign > 0)
      .sort((a, b) => Math.abs(b.z) - Math.abs(a.z))
      .slice(0, 3)
      .map(({ word }) => `“${word}”`)
      .join(', ')
  const [first, second] = [marks(1), marks(-1)]
  if (first === '' || second === '') return null
  return {
    page: 'words',
    text: `Words that mark ${contrast.first}: ${first}; ${contrast.second}: ${second}.`,
    caveat: 'Counted in sites, not in pairs; a word stands for the texts around it, too.',
  }
}

function sourcesSentence(sections: Sections): Sentence | null {
  const { sources } = sections
  if (!isAvailable(sources)) return null
  const domains = sources.concentration.find(({ axis }) => axis === 'domain')
  if (domains === undefined || domains.before.top10 === null || domains.after.top10 === null) return null
  const kept = isOneSided(sections) ? '' : ` and ${share(domains.after.top10)} of what is kept`
  return {
    page: 'sources',
    text: `The ten largest of ${grouped(domains.before.parts)} sites give ${share(domains.before.top10)} of all rows${kept}.`,
    caveat: 'Inequality grows with the number of rows: compare sets of equal size only.',
  }
}

function askedSentence({ asked }: Sections): Sentence | null {
  if (!isAvailable(asked)) return null
  const looked = asked.signals.filter(({ not_asked }) => not_asked === null)
  const left = looked.reduce((sum, signal) => sum + signal.left.k, 0)
  const [top] = [...looked].sort((a, b) => b.left.k - a.left.k)
  const most =
    top === undefined || top.left.k === 0
      ? ''
      : `, most by ${SIGNAL_NAMES[top.signal]}: ${grouped(top.left.k)}`
  const refused =
    looked.length === 0
      ? 'The recipe looked for nothing by which a site asks not to be used.'
      : `What sites and lists asked left out ${counted(left, 'candidate')}${most}.`
  const silent = isAvailable(asked.unanswered)
    ? ` ${grouped(asked.unanswered.rate.k)} picture URLs (${percent(asked.unanswered.rate.k, asked.unanswered.rate.n)}) gave no answer.`
    : ''
  return {
    page: 'asked',
    text: `${refused}${silent}`,
    caveat:
      'An opt-out is never relaxed, not even for the shadow sample: what it left out is known by its text and its page alone.',
  }
}

const SIGNAL_NAMES: Readonly<Record<Signal, string>> = {
  robots_txt: 'robots.txt',
  page_directives: 'robots directives of pages',
  picture_directives: 'X-Robots-Tag of pictures',
  page_tdm: 'TDM reservations of pages',
  picture_tdm: 'TDM reservations of pictures and hosts',
  xmp: 'XMP data mining',
  lists: 'lists of the run',
}

function languagesSentence({ languages }: Sections): Sentence | null {
  if (!isAvailable(languages)) return null
  const known = languages.languages.filter(({ value }) => value !== null)
  const [top] = known
  const total = languages.languages.reduce((sum, { candidates }) => sum + candidates, 0)
  if (top === undefined || total === 0) return null
  const unknown = total - known.reduce((sum, { candidates }) => sum + candidates, 0)
  return {
    page: 'languages',
    text: `${percent(top.candidates, total)} of the texts are in ${languageName(top.value ?? '')}; of ${percent(unknown, total)} the language is not known.`,
    caveat: 'Short texts often belong to no one language, and detectors err on them.',
  }
}

function imagesSentence({ images }: Sections): Sentence | null {
  if (!isAvailable(images) || !isAvailable(images.duplicates)) return null
  const { repeated, pictures } = images.duplicates
  if (pictures === 0) return null
  return {
    page: 'images',
    text: `${grouped(repeated)} of ${grouped(pictures)} different pictures came from more than one URL.`,
    caveat: 'Equal bytes only; the same picture at another size counts as another.',
  }
}

function compareSentence({ compare }: Sections): Sentence | null {
  if (!isAvailable(compare)) return null
  const { both, only_a, only_b } = compare.overlap
  return {
    page: 'compare',
    text: `Both kept ${grouped(both)} URLs; ${grouped(only_a)} are here only, ${grouped(only_b)} in ${compare.other.name} only.`,
    caveat: compare.cautions[0] ?? 'Compared by URL: the same picture elsewhere is another.',
  }
}

function grouped(n: number): string {
  return n.toLocaleString('en-US')
}

function percent(k: number, n: number): string {
  return n === 0 ? 'none' : share(k / n)
}

function share(x: number): string {
  const percent = x * 100
  return `${percent !== 0 && percent < 10 ? percent.toPrecision(2) : percent.toFixed(0)} %`
}

function round(x: number): string {
  return String(Number(x.toPrecision(3)))
}

function counted(n: number, what: string): string {
  return `${grouped(n)} ${what}${n === 1 ? '' : 's'}`
}

const LANGUAGES = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' })

/** What is no language code stays as it is: somebody's Parquet may call a language anything. */
function languageName(code: string): string {
  return /^[a-z]{2,3}$/.test(code) ? (LANGUAGES.of(code) ?? code) : `“${code.slice(0, 20)}”`
}
