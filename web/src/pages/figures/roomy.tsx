import type { ComponentChildren } from 'preact'

interface RoomyProps {
  /** Least width, in rem: text that may break anywhere would else be squeezed to a letter a line. */
  readonly least: number
  readonly children: ComponentChildren
}

/** Text of a table's cell that keeps its room on a narrow screen, where the table scrolls. */
export function Roomy({ least, children }: RoomyProps) {
  return <div style={{ minWidth: `${least}rem` }}>{children}</div>
}
