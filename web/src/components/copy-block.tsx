import { useRef, useState } from 'preact/hooks'

interface CopyBlockProps {
  readonly text: string
  /** Names the text: `Query`. */
  readonly label: string
}

/** A text to take away, and a button that copies it; where the browser refuses, the text is selected instead. */
export function CopyBlock({ text, label }: CopyBlockProps) {
  const code = useRef<HTMLElement>(null)
  const [said, setSaid] = useState('')
  const copy = async () => {
    const done = await copyToClipboard(text)
    if (!done && code.current !== null) getSelection()?.selectAllChildren(code.current)
    setSaid(done ? 'Copied.' : 'Selected: copy it with the keyboard.')
  }
  return (
    <div class="copy-block">
      <pre class="copy-text">
        <code ref={code}>{text}</code>
      </pre>
      <button type="button" onClick={copy}>
        Copy<span class="visually-hidden">: {label}</span>
      </button>{' '}
      <span role="status">{said}</span>
    </div>
  )
}

/** False where there is no clipboard or the browser refuses it. */
async function copyToClipboard(text: string): Promise<boolean> {
  const clipboard: Clipboard | undefined = globalThis.navigator?.clipboard
  if (clipboard === undefined) return false
  return clipboard.writeText(text).then(
    () => true,
    () => false,
  )
}
