/** Text with each run of HTML white space as one space, none at the ends. */
export function collapseSpaces(text: string): string {
  return text.replace(/[\t\n\f\r ]{2,}|[\t\n\f\r]/g, ' ').trim()
}
