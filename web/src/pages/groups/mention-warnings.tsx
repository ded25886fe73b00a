/** What every number about mentions must be read with (inspect.md §3). */
const WARNINGS = [
  'A mention is not a depiction. A text that mentions no group says nothing about the picture: who is taken for the default is not marked.',
  'Nobody’s identity is told from a face or a name. Only words in texts are looked at.',
  'The scorer is part of what is measured. Its scores of texts in a language are not evidence about pictures in that language.',
  'No share is right by nature. A reference share is a choice, named and cited, or there is none.',
  'Equal counts do not mean that there is no harm: texts can be balanced in number and stereotyped in what they say.',
  'A crawl is a sample of the web by rules of its own. Exclusion starts before the first step here.',
  'Gendered words are compared within one language only: languages mark gender in different places.',
  'Few rows and many words: read the intervals. These are associations, not effects.',
]

export function MentionWarnings() {
  return (
    <details class="warnings" open>
      <summary>Read these numbers with care</summary>
      <ul>
        {WARNINGS.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  )
}
