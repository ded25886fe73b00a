/** Works on a few items at a time and yields the results in the items' order. */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = []
  for (const item of items) {
    const started = work(item)
    // A failure is thrown in its turn, below; until then it must not count as unhandled.
    started.catch(() => undefined)
    running.push(started)
    const first = running.length < limit ? undefined : running.shift()
    if (first !== undefined) yield await first
  }
  for (const rest of running) yield await rest
}
