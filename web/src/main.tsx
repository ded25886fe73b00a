import { render } from 'preact'
import { App } from './app.js'
import { readReport } from './data/read-report.js'
import type { Report } from './data/report.js'

const root = document.getElementById('report')
if (root === null) throw new Error('Expected an element for report, got none')

try {
  start(readReport(document), root)
} catch (error) {
  // Said on the page: nobody who opens a file looks at a console.
  const note = document.createElement('p')
  note.setAttribute('role', 'alert')
  note.textContent = `This report cannot be shown. ${error instanceof Error ? error.message : String(error)}`
  root.replaceChildren(note)
  throw error
}

function start(report: Report, place: HTMLElement): void {
  const draw = (printing: boolean) => render(<App report={report} printing={printing} />, place)
  let opened: readonly HTMLDetailsElement[] = []
  addEventListener('beforeprint', () => {
    // Synchronous: the print is taken as soon as this returns.
    draw(true)
    opened = Array.from(document.querySelectorAll<HTMLDetailsElement>('details:not([open])'))
    for (const details of opened) details.open = true
  })
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false
    opened = []
    draw(false)
  })
  place.replaceChildren()
  draw(false)
}
