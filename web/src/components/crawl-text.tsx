import { displayText, languageTag, shorten } from '../data/display-text.js'

const SHOWN = 300

interface CrawlTextProps {
  readonly text: string
  /** ISO 639 code; null or absent: not known. */
  readonly language?: string | null
  /** Code points shown before the rest is folded away; 300 unless told. */
  readonly shown?: number
}

/** A string of a crawl: a text node set apart from the direction of ours; long ones are folded. */
export function CrawlText({ text, language = null, shown = SHOWN }: CrawlTextProps) {
  const whole = displayText(text)
  const lang = languageTag(language)
  if (whole.trim() === '') return <em class="quiet">blank</em>
  const start = shorten(whole, shown)
  if (start === null) {
    return (
      <bdi class="crawl" dir="auto" lang={lang}>
        {whole}
      </bdi>
    )
  }
  return (
    <span class="crawl-long">
      <bdi class="crawl" dir="auto" lang={lang}>
        {start}
      </bdi>
      <details class="whole">
        <summary>Whole text</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form */}
        <div class="whole-text" role="group" tabIndex={0} aria-label="Whole text">
          <bdi class="crawl" dir="auto" lang={lang}>
            {whole}
          </bdi>
        </div>
      </details>
    </span>
  )
}
