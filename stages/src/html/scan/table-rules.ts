import { below, modeOf, type OpenElement, openMode, openPart } from './open-elements.js'

const SECTIONS = new Set(['tbody', 'thead', 'tfoot'])
const CELLS = new Set(['td', 'th'])

/**
 * The open elements after the start tag of a part of a table (13.2.6.4.9, .11 to .17): what it closes, what it
 * implies, and itself. `top` unchanged when the tag is ignored.
 */
export function openTablePart(top: OpenElement, name: string): OpenElement {
  const mode = modeOf(top)
  const isTable = name === 'table'
  switch (mode.name) {
    case 'table':
      return isTable ? openTablePart(below(mode), name) : openInTable(mode, name)
    case 'tbody':
    case 'thead':
    case 'tfoot':
      if (name === 'tr') return openPart(mode, name)
      if (CELLS.has(name)) return openPart(openPart(mode, 'tr'), name)
      return openTablePart(below(mode), name)
    case 'tr':
      return CELLS.has(name) ? openPart(mode, name) : openTablePart(below(mode), name)
    case 'td':
    case 'th':
    case 'caption':
      return isTable ? openMode(top, name) : openTablePart(below(mode), name)
    case 'colgroup':
      return name === 'col' ? top : openTablePart(below(mode), name)
    case 'select':
      return isSelectInTable(mode) && name !== 'col' && name !== 'colgroup'
        ? openTablePart(below(mode), name)
        : top
    case 'template':
      // A template takes any part of a table; which ones may follow it does not matter.
      return name === 'col' ? top : openMode(top, name)
    default:
      return isTable ? openMode(top, name) : top
  }
}

/** The open elements after the end tag of a part of a table; `top` unchanged when the tag is ignored. */
export function closeTablePart(top: OpenElement, name: string): OpenElement {
  const mode = modeOf(top)
  switch (mode.name) {
    case 'table':
      return name === 'table' ? below(mode) : top
    case 'tbody':
    case 'thead':
    case 'tfoot':
      if (name === mode.name) return below(mode)
      return name === 'table' && isInTableScope(mode, name) ? closeTablePart(below(mode), name) : top
    case 'tr':
      if (name === 'tr') return below(mode)
      // The standard ignores the end of a section that is not open; parse5 closes the row.
      if (SECTIONS.has(name)) return closeTablePart(below(mode), name)
      return name === 'table' && isInTableScope(mode, name) ? closeTablePart(below(mode), name) : top
    case 'td':
    case 'th':
      if (name === mode.name) return below(mode)
      return (name === 'table' || name === 'tr' || SECTIONS.has(name)) && isInTableScope(mode, name)
        ? closeTablePart(below(mode), name)
        : top
    case 'caption':
      if (name === 'caption') return below(mode)
      return name === 'table' ? closeTablePart(below(mode), name) : top
    case 'colgroup':
      if (name === 'colgroup') return below(mode)
      return name === 'col' ? top : closeTablePart(below(mode), name)
    case 'select':
      return isSelectInTable(mode) && isInTableScope(mode, name) ? closeTablePart(below(mode), name) : top
    default:
      return top
  }
}

function openInTable(table: OpenElement, name: string): OpenElement {
  if (name === 'col') return openPart(table, 'colgroup')
  if (name === 'tr') return openPart(openPart(table, 'tbody'), name)
  return CELLS.has(name) ? openPart(openPart(openPart(table, 'tbody'), 'tr'), name) : openPart(table, name)
}

/** Was this select opened in a part of a table (13.2.6.4.17)? */
function isSelectInTable(select: OpenElement): boolean {
  const { name } = modeOf(below(select))
  return name !== 'body' && name !== 'template'
}

/** 13.2.4.3. Short walks: between a table and a cell of it no other element sets the mode. */
function isInTableScope(top: OpenElement, name: string): boolean {
  for (let mode = modeOf(top); ; mode = modeOf(below(mode))) {
    if (mode.name === name) return true
    if (mode.name === 'table' || mode.name === 'template' || mode.parent === null) return false
  }
}
