import type { Exhibits, MapPoints, MapSection } from '@warc2dataset/schemas'
import { useMemo, useState } from 'preact/hooks'
import { Facts } from '../components/facts.js'
import { NotAvailableNote } from '../components/not-available.js'
import { PageHead } from '../components/page-head.js'
import { count } from '../components/rate.js'
import { Wall } from '../components/wall.js'
import { isAvailable } from '../data/available.js'
import { displayText } from '../data/display-text.js'
import type { PageProps } from '../data/report.js'
import { MapCanvas } from './map/map-canvas.js'
import { MapChoosers } from './map/map-choosers.js'
import { MapLegend } from './map/map-legend.js'
import { countWithoutPair, exhibitsByPair, pairOfPoint } from './map/pair-of-point.js'
import { type Colouring, pointClasses, shownPoints } from './map/point-classes.js'
import { PointList } from './map/point-list.js'
import { stepNames } from './map/step-names.js'
import { useHashQuery } from './use-hash-query.js'

const TITLE = 'Map'
const CAVEAT =
  'Distances on this map are not distances in the model’s space. Neighbours are mostly neighbours there, too; gaps, sizes and shapes of clusters mean nothing.'

/** Embeddings in two dimensions, coloured by what became of their rows. */
export function MapPage({ report }: PageProps) {
  const { map, funnel } = report.inspection
  const points = report.exhibits.map
  const stepName = useMemo(() => stepNames(funnel), [funnel])
  if (!isAvailable(map) || points === null) {
    const why = isAvailable(map) ? 'The points of the map are not in this file.' : map.not_available
    return (
      <>
        <PageHead title={TITLE} sentence="There is no map of this data." caveat={CAVEAT} />
        <NotAvailableNote why={why} />
      </>
    )
  }
  return (
    <>
      <PageHead title={TITLE} sentence={headSentence(map)} caveat={CAVEAT} />
      {map.toy && (
        <p class="note">
          <strong>The embeddings are a toy model’s.</strong> What lies near what means nothing.
        </p>
      )}
      <Explorer points={points} exhibits={report.exhibits} stepName={stepName} />
      <HowItWasDrawn map={map} />
    </>
  )
}

function headSentence({ pictures, texts, of }: MapSection): string {
  const drawn = pictures + texts
  const part = drawn < of ? ` drawn by a hash of ${count(of)} embeddings` : ''
  return `${count(pictures)} pictures and ${count(texts)} texts${part}: each point is one, in the colour of what became of its pair.`
}

interface ExplorerProps {
  readonly points: MapPoints
  readonly exhibits: Exhibits
  readonly stepName: (step: string) => string
}

function Explorer({ points, exhibits, stepName }: ExplorerProps) {
  const [query, setQuery] = useHashQuery('map')
  const colouring: Colouring = query.get('colour') === 'reason' ? 'reason' : 'fate'
  const wanted = query.get('show') ?? 'all'
  const fate = ['kept', 'cut'].includes(wanted) || points.steps[Number(wanted)] !== undefined ? wanted : 'all'
  const [kinds, setKinds] = useState({ pictures: true, texts: true })
  const [hovered, setHovered] = useState(-1)
  const [marked, setMarked] = useState(-1)
  const [pinned, setPinned] = useState(-1)
  const [centre, setCentre] = useState({ point: -1, wish: 0 })
  const classes = useMemo(() => pointClasses(points, colouring, stepName), [points, colouring, stepName])
  const shown = useMemo(() => shownPoints(points, { fate, ...kinds }), [points, fate, kinds])
  const known = useMemo(() => exhibitsByPair(exhibits), [exhibits])
  const seen = shown.reduce((sum, is) => sum + is, 0)
  const lacking = useMemo(() => countWithoutPair(points, shown), [points, shown])
  const open = [hovered, marked, pinned].find((point) => point >= 0) ?? -1
  return (
    <>
      <MapChoosers
        points={points}
        stepName={stepName}
        colouring={colouring}
        fate={fate}
        kinds={kinds}
        onColouring={(colour) => setQuery({ colour, show: query.get('show') }, 'push')}
        onFate={(show) => setQuery({ colour: query.get('colour'), show }, 'push')}
        onKinds={setKinds}
      />
      <MapLegend classes={classes.classes} />
      <div class="map-columns">
        <MapCanvas
          points={points}
          shown={shown}
          classes={classes}
          label={`${count(seen)} of ${count(points.x.length)} points, pictures as dots and texts as crosses. The list below has ${lacking === 0 ? 'them all' : `${count(seen - lacking)} of them`}.`}
          pinned={pinned}
          onPin={setPinned}
          hovered={hovered}
          marked={marked}
          onHover={setHovered}
          centre={centre}
        />
        <PointPair {...{ points, exhibits, stepName, known }} point={open} />
      </div>
      <PointList
        points={points}
        shown={shown}
        stepName={stepName}
        pinned={pinned}
        onMark={setMarked}
        onOpen={(point) => {
          setPinned(point)
          setCentre({ point, wish: centre.wish + 1 })
        }}
      />
    </>
  )
}

interface PointPairProps extends ExplorerProps {
  readonly point: number
  readonly known: ReturnType<typeof exhibitsByPair>
}

function PointPair({ points, exhibits, stepName, known, point }: PointPairProps) {
  const row = point < 0 ? null : pairOfPoint(points, point, known, stepName)
  return (
    <section class="map-pair" aria-label="The pair of a point">
      {point >= 0 && row === null ? (
        <PlainPoint points={points} point={point} stepName={stepName} />
      ) : row === null ? (
        <p class="quiet">Point at a dot or press it, or choose one in the list, to see its pair here.</p>
      ) : (
        // A picture that was revealed must not reveal the next one.
        <Wall
          key={points.row[point]}
          rows={[row]}
          pictures={exhibits.pictures}
          label={points.kind[point] === 0 ? 'The picture’s pair' : 'The text’s pair'}
        />
      )}
    </section>
  )
}

/** A point whose pair is not in the file: what became of it is all that is known here. */
function PlainPoint({ points, point, stepName }: Pick<PointPairProps, 'points' | 'point' | 'stepName'>) {
  const fate = points.fate[point] ?? -1
  return (
    <p>
      <strong>{points.kind[point] === 0 ? 'A picture' : 'A text'}</strong>,{' '}
      {fate < 0 ? 'kept' : `cut: ${stepName(points.steps[fate] ?? '')}`}.{' '}
      <span class="quiet">This file has no place for its pair: it holds those of a part of the points.</span>
    </p>
  )
}

function HowItWasDrawn({ map }: { readonly map: MapSection }) {
  return (
    <section>
      <h3>How it was drawn</h3>
      <Facts
        facts={[
          ['Embeddings of', displayText(map.scorer)],
          ['Method', displayText(map.method)],
          ['Seed', map.seed],
          [
            'Trustworthiness',
            map.trustworthiness === null
              ? 'not measured'
              : `${map.trustworthiness.toFixed(3)} of 1, over 15 neighbours of a sample (Venna and Kaski): how far neighbours here are neighbours in the model’s space. At 1 all are.`,
          ],
        ]}
      />
    </section>
  )
}
