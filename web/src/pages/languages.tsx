import type { Inspection, LanguagesSection } from '@warc2dataset/schemas'
import { NotAvailableNote } from '../components/not-available.js'
import { PageHead } from '../components/page-head.js'
import { isAvailable } from '../data/available.js'
import { displayText } from '../data/display-text.js'
import type { PageProps } from '../data/report.js'
import { leadOf } from './figures/lead.js'
import { overallRate } from './figures/overall-rate.js'
import { languageName, scriptName } from './figures/part-name.js'
import { RateFigure } from './figures/rate-figure.js'
import { ShareFigure } from './figures/share-figure.js'
import { type PartCounts, shareRows, sumOfParts } from './figures/share-rows.js'
import { sidesOf } from './figures/sides-of.js'
import { DeclaredSection } from './languages/declared-section.js'
import { divergenceText, unknownText } from './languages/language-text.js'

const CAVEAT =
  'The language of a text of five to twelve words is often a guess. A low pass rate of a language may say that the scorer reads only English.'

/** Which languages and scripts the texts are in, before and after the filters. */
export function LanguagesPage({ report: { inspection } }: PageProps) {
  const { languages } = inspection
  const lead = leadOf(inspection, 'languages', {
    sentence: 'Which languages and scripts the texts are in, and how often texts of each were kept.',
    caveat: CAVEAT,
  })
  return (
    <>
      <PageHead title="Languages" sentence={lead.sentence} caveat={lead.caveat} />
      {isAvailable(languages) ? (
        <Languages section={languages} inspection={inspection} />
      ) : (
        <NotAvailableNote why={languages.not_available} />
      )}
    </>
  )
}

interface LanguagesProps {
  readonly section: LanguagesSection
  readonly inspection: Inspection
}

function Languages({ section, inspection }: LanguagesProps) {
  const sides = sidesOf(inspection.subject)
  const overall = overallRate(inspection)
  const languages = rowsOf(section.languages)
  const scripts = rowsOf(section.scripts)
  return (
    <>
      <p class="quiet">How the language was told: {displayText(section.told_by)}</p>
      <p>
        <strong>{unknownText(languages, sides)}</strong>
      </p>
      <ShareFigure
        title={sides.same ? 'Languages' : 'Languages, before and after'}
        caption={`${sides.same ? '' : 'The ring is the share before the filters, the diamond the share after them. '}${divergenceText(section.divergence, 'languages', sides)}`}
        part="Language"
        nameOf={languageName}
        rows={languages}
        sides={sides}
      />
      {!sides.same && (
        <RateFigure
          title="Pass rate by language"
          caption="How many of the candidates in a language were kept, by any filter. The bar is the 95 % interval, clustered by site: a language that comes from few sites has a wide one. Languages differ in their sites and in the length of their texts, too."
          part="Language"
          counts={{ k: 'Kept', n: 'Candidates', rate: 'Pass rate' }}
          rows={section.languages.map(({ value, rate }) => ({ name: languageName(value), rate }))}
          overall={overall}
        />
      )}
      <ShareFigure
        title={sides.same ? 'Scripts' : 'Scripts, before and after'}
        caption={`The script of most letters of the text. Told from the characters alone, so it is surer than the language. ${divergenceText(section.script_divergence, 'scripts', sides)}`}
        part="Script"
        nameOf={scriptName}
        rows={scripts}
        sides={sides}
      />
      {!sides.same && (
        <RateFigure
          title="Pass rate by script"
          caption="How many of the candidates in a script were kept, by any filter, with the 95 % interval."
          part="Script"
          counts={{ k: 'Kept', n: 'Candidates', rate: 'Pass rate' }}
          rows={section.scripts.map(({ value, rate }) => ({ name: scriptName(value), rate }))}
          overall={overall}
        />
      )}
      <DeclaredSection declared={section.declared} />
    </>
  )
}

function rowsOf(parts: LanguagesSection['languages']) {
  const counted: readonly PartCounts[] = parts.map(({ value, candidates, kept, rate }) => ({
    value,
    before: candidates,
    after: kept,
    rate,
  }))
  return shareRows(counted, sumOfParts(counted))
}
