import * as Plot from '@observablehq/plot'
import type { Sides } from '../figures/share-figure.js'
import type { LorenzPoint } from './lorenz-points.js'

/** Plot's options: dotted diagonal, dashed curve before, solid curve after, named in the key beside it. */
export function lorenzOptions(points: readonly LorenzPoint[], sides: Sides, width: number): Plot.PlotOptions {
  const side = Math.min(width, 520)
  const share = { domain: [0, 1], tickFormat: (value: number) => `${Math.round(value * 100)} %`, ticks: 5 }
  return {
    height: side,
    marginLeft: 56,
    marginBottom: 44,
    marginTop: 30,
    // The square stays a square where the page is wide.
    marginRight: Math.max(24, width - side - 40),
    x: { ...share, label: 'Smallest share of sites', labelAnchor: 'center', labelArrow: 'none', grid: true },
    y: { ...share, label: 'Share of rows that they hold', labelArrow: 'none', grid: true },
    marks: [
      Plot.link([0], {
        x1: 0,
        y1: 0,
        x2: 1,
        y2: 1,
        stroke: 'var(--neutral)',
        strokeDasharray: '1,4',
        strokeWidth: 2,
        strokeLinecap: 'round',
      }),
      ...(sides.same
        ? []
        : [
            Plot.line(
              points.filter(({ before }) => before !== null),
              {
                x: 'domains',
                y: 'before',
                stroke: 'var(--neutral)',
                strokeWidth: 2,
                strokeDasharray: '7,4',
              },
            ),
          ]),
      Plot.line(
        points.filter(({ after }) => after !== null),
        { x: 'domains', y: 'after', stroke: 'var(--kept)', strokeWidth: 2.5 },
      ),
    ],
  }
}
