import type { AnatomySection, Inspection } from '@warc2dataset/schemas'
import { NotAvailableNote } from '../components/not-available.js'
import { PageHead } from '../components/page-head.js'
import { isAvailable } from '../data/available.js'
import type { PageProps } from '../data/report.js'
import { ClassFigures } from './anatomy/class-figures.js'
import { KindFigure } from './anatomy/kind-figure.js'
import { LengthFigure } from './anatomy/length-figure.js'
import { LengthScoreFigure } from './anatomy/length-score-figure.js'
import { PersonalTable } from './anatomy/personal-table.js'
import { SilenceFigures } from './anatomy/silence-figures.js'
import { TemplateSection } from './anatomy/template-section.js'
import { leadOf } from './figures/lead.js'
import { overallRate } from './figures/overall-rate.js'
import { sidesOf } from './figures/sides-of.js'

const CAVEAT =
  'Classes come from short, closed lists and simple rules. They are a hint of how a text came to be, and a lower bound in languages that the lists do not cover.'

/** What the alt-texts are, before anybody judges them. */
export function AnatomyPage({ report: { inspection } }: PageProps) {
  const { anatomy } = inspection
  const lead = leadOf(inspection, 'anatomy', {
    sentence: 'What the alt-texts are: descriptions, file names, filler, advertisements, or nothing at all.',
    caveat: CAVEAT,
  })
  return (
    <>
      <PageHead title="Alt anatomy" sentence={lead.sentence} caveat={lead.caveat} />
      {isAvailable(anatomy) ? (
        <Anatomy anatomy={anatomy} inspection={inspection} />
      ) : (
        <NotAvailableNote why={anatomy.not_available} />
      )}
    </>
  )
}

interface AnatomyProps {
  readonly anatomy: AnatomySection
  readonly inspection: Inspection
}

function Anatomy({ anatomy, inspection }: AnatomyProps) {
  const sides = sidesOf(inspection.subject)
  const overall = overallRate(inspection)
  return (
    <>
      <ClassFigures classes={anatomy.classes} sides={sides} overall={overall} />
      <SilenceFigures silence={anatomy.silence} />
      <TemplateSection templates={anatomy.templates} sides={sides} />
      <KindFigure kinds={anatomy.kinds} sides={sides} overall={overall} />
      <LengthFigure lengths={anatomy.lengths} sides={sides} overall={overall} />
      <LengthScoreFigure section={anatomy.length_by_score} />
      <PersonalTable personal={anatomy.personal} sides={sides} />
    </>
  )
}
