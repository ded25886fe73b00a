import type { ThresholdSection } from '@warc2dataset/schemas'
import { useState } from 'preact/hooks'
import { recipeLines } from './recipe-lines.js'

interface RecipeLineProps {
  readonly section: ThresholdSection
  readonly threshold: number
  /** Name of the run's first scorer; null: rows of somebody else's. */
  readonly primary: string | null
}

/** The chosen threshold as lines of a recipe, to copy. */
export function RecipeLine({ section, threshold, primary }: RecipeLineProps) {
  const [copied, setCopied] = useState('')
  const lines = recipeLines(section.score, String(threshold + 0), primary)
  return (
    <section class="lab-recipe">
      <h3>As lines of a recipe</h3>
      {lines === null ? (
        <p>The column of this score is not one that a recipe can name, so there is no line to copy.</p>
      ) : (
        <>
          <pre>
            <code>{lines}</code>
          </pre>
          <button
            type="button"
            onClick={() => {
              const written =
                navigator.clipboard?.writeText(lines) ?? Promise.reject(new Error('no clipboard'))
              written.then(
                () => setCopied(`Copied at ${threshold}.`),
                () => setCopied('The browser allows no copying here. Select the lines and copy them.'),
              )
            }}
          >
            Copy the lines
          </button>
          <span class="lab-copied" role="status">
            {copied}
          </span>
        </>
      )}
      <p>
        <strong>This is no recommendation.</strong> A threshold decides whose pictures are in. The lines only
        repeat what you chose above.
      </p>
    </section>
  )
}
