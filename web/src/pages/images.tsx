import type { ImagesSection, Inspection } from '@warc2dataset/schemas'
import { NotAvailableNote } from '../components/not-available.js'
import { PageHead } from '../components/page-head.js'
import { isAvailable } from '../data/available.js'
import type { PageProps } from '../data/report.js'
import { leadOf } from './figures/lead.js'
import { MissingSection } from './figures/missing-section.js'
import { sidesOf } from './figures/sides-of.js'
import { AspectFigure } from './images/aspect-figure.js'
import { DuplicateSections } from './images/duplicate-sections.js'
import { HeadFigure } from './images/head-figure.js'
import { SizeFigures } from './images/size-figures.js'
import { TagFigure } from './images/tag-figure.js'

const CAVEAT =
  'Sizes, duplicates and measurements exist only for pictures that were fetched; what left earlier is not here.'

/** The pictures: sizes, shapes, repeats, and what models measured on them. */
export function ImagesPage({ report: { inspection } }: PageProps) {
  const { images } = inspection
  const lead = leadOf(inspection, 'images', {
    sentence: 'How large the pictures are, how often they repeat, and what was measured on them.',
    caveat: CAVEAT,
  })
  return (
    <>
      <PageHead title="Images" sentence={lead.sentence} caveat={lead.caveat} />
      {isAvailable(images) ? (
        <Images images={images} inspection={inspection} />
      ) : (
        <NotAvailableNote why={images.not_available} />
      )}
    </>
  )
}

interface ImagesProps {
  readonly images: ImagesSection
  readonly inspection: Inspection
}

function Images({ images, inspection }: ImagesProps) {
  const sides = sidesOf(inspection.subject)
  return (
    <>
      <SizeFigures sizes={images.sizes} sides={sides} />
      <AspectFigure aspects={images.aspects} sides={sides} />
      <DuplicateSections duplicates={images.duplicates} />
      {images.heads.length === 0 && (
        <MissingSection
          title="Numbers measured on the pictures"
          why="No row has a number that a model measured on its picture, such as an aesthetic or a safety score."
        />
      )}
      {images.heads.map((head) => (
        <HeadFigure key={head.column} head={head} sides={sides} />
      ))}
      {images.tags.length === 0 && (
        <MissingSection title="Tags" why="No row has a tag that a model put on its picture." />
      )}
      {images.tags.map((tag) => (
        <TagFigure key={tag.column} tag={tag} sides={sides} />
      ))}
    </>
  )
}
