import * as Plot from '@observablehq/plot'
import { count } from '../../components/rate.js'
import { compact } from '../figures/axis-number.js'

/** Pictures that stand at `urls` URLs; `name` says so, `12 or more` of the last where it joins all above. */
export interface ClusterSize {
  readonly urls: number
  readonly name: string
  readonly pictures: number
}

/** Named cluster sizes; the last of `sizes` joins all above it. */
export function clusterSizes(sizes: readonly (readonly [number, number])[]): readonly ClusterSize[] {
  return sizes.map(([urls, pictures], at) => ({
    urls,
    name: at === sizes.length - 1 && sizes.length > 1 ? `${count(urls)} or more` : count(urls),
    pictures,
  }))
}

/** Plot's options: a bar for each cluster size, its count beside it. */
export function clusterOptions(clusters: readonly ClusterSize[], width: number): Plot.PlotOptions {
  const most = clusters.reduce((high, { pictures }) => Math.max(high, pictures), 1)
  return {
    height: clusters.length * 24 + 60,
    marginLeft: 112,
    marginRight: 64,
    marginTop: 34,
    x: {
      label: 'Pictures',
      labelArrow: 'none',
      axis: 'top',
      grid: true,
      ticks: Math.min(most, width < 480 ? 3 : 6),
      tickFormat: compact,
      domain: [0, most],
    },
    y: {
      label: null,
      domain: clusters.map(({ name }) => name),
      tickFormat: (name: string) => `${name} URLs`,
    },
    marks: [
      Plot.barX(clusters, { x: 'pictures', y: 'name', fill: 'var(--neutral)', insetTop: 2, insetBottom: 2 }),
      Plot.text(clusters, {
        x: 'pictures',
        y: 'name',
        text: ({ pictures }: ClusterSize) => count(pictures),
        textAnchor: 'start',
        dx: 6,
        fill: 'currentColor',
      }),
    ],
  }
}
