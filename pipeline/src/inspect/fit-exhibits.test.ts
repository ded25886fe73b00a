import type { Exhibit, Exhibits } from '@warc2dataset/schemas'
import { expect, it } from 'vitest'
import { noExhibits } from './draw-exhibits.js'
import { fitExhibits } from './fit-exhibits.js'

const row = (score: number, picture: number | null = null): Exhibit => ({
  url: `https://a.example/${score}.jpg`,
  domain: 'a.example',
  text: `text ${score}`,
  language: 'en',
  kept: score >= 0,
  reason: null,
  filter: null,
  score,
  distance: score,
  width: null,
  height: null,
  picture,
})
const rows = (n: number): readonly Exhibit[] => Array.from({ length: n }, (_, at) => row(at, at))
const picture = (at: number): Exhibits['pictures'][number] => ({
  jpeg: String(at),
  width: 1,
  height: 1,
  blur: true,
})
const MAP = {
  x: [0, 1, 0.5, 0.25],
  y: [0, 1, 0.5, 0.25],
  kind: [0, 0, 1, 1],
  fate: [-1, 0, -1, 0],
  row: [0, 1, 0, 1],
  steps: ['dedup'],
  rows: [0, 1].map((at) => ({ url: `u${at}`, text: 't', language: null, score: null })),
}
const FULL: Exhibits = {
  pictures: Array.from({ length: 24 }, (_, at) => picture(at)),
  walls: {
    kept: [
      { kind: 'random', of: 900, rows: rows(24) },
      {
        kind: 'closest',
        of: 40,
        rows: [-20, -19, -18, -3, -2, -1, 0, 1, 2, 20, 21, 22].map((at) => row(at)),
      },
    ],
  },
  near: { '0.30': rows(24) },
  alone: { a: rows(24), b: [] },
  map: MAP,
}
const count = ({ walls, near, alone }: Exhibits): readonly number[] =>
  [walls['kept']?.[0]?.rows, walls['kept']?.[1]?.rows, near['0.30'], alone.a].map(
    (some) => some?.length ?? -1,
  )

it('leaves alone what fits', () => {
  expect(fitExhibits(FULL, 10, () => 10)).toEqual(FULL)
  expect(fitExhibits(noExhibits(), 10, () => 10)).toEqual(noExhibits())
})

it('takes rows from each kind alike, the first drawn and the closest calls last', () => {
  const fitted = fitExhibits(FULL, 4, (shown) => shown.near['0.30']?.length ?? 0)
  expect(count(fitted)).toEqual([4, 8, 4, 4])
  expect(fitted.walls['kept']?.[0]).toMatchObject({ of: 900, rows: [0, 1, 2, 3].map((at) => row(at, at)) })
  expect(fitted.walls['kept']?.[1]?.rows.map(({ score }) => score)).toEqual([-18, -3, -2, -1, 0, 1, 2, 20])
  expect(fitted.map?.rows).toEqual([])
  expect(fitted.map).toMatchObject({ x: MAP.x, fate: MAP.fate, row: [-1, -1, -1, -1] })
})

it('keeps the pictures of the rows that stay, by new numbers', () => {
  const swapped = { ...FULL, alone: { a: [row(7, 23), row(8, 1), row(9, 22)], b: [] }, near: {}, walls: {} }
  const fitted = fitExhibits(swapped, 2, ({ alone }) => alone.a.length)
  expect(fitted.alone.a.map((one) => one.picture)).toEqual([0, 1])
  expect(fitted.pictures).toEqual([picture(23), picture(1)])
})

it('ends with the points of the map alone', () => {
  const fitted = fitExhibits(FULL, 0, () => 1)
  expect(count(fitted)).toEqual([0, 0, 0, 0])
  expect(fitted.pictures).toEqual([])
  expect(fitted.map?.x).toEqual(MAP.x)
})
