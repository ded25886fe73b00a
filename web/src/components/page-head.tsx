import type { ComponentChildren } from 'preact'

interface PageHeadProps {
  readonly title: string
  /** What the page found, in one sentence. */
  readonly sentence: ComponentChildren
  /** What that does not mean. */
  readonly caveat: ComponentChildren
}

/** Head of a page: its title is where focus goes on a change of page. */
export function PageHead({ title, sentence, caveat }: PageHeadProps) {
  return (
    <div class="page-head">
      <h2 tabIndex={-1}>{title}</h2>
      <p class="lead">{sentence}</p>
      <p class="caveat">{caveat}</p>
    </div>
  )
}
