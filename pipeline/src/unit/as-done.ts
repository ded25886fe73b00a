/**
 * Works on up to `limit` items of a source at once and gives the results as they are done. The source is pulled only when
 * there is room, so what is under way stays bounded. After a failure nothing more is pulled, and what is under way is
 * waited for before it is thrown. Takes the same time for each item, whatever the limit.
 */
export async function* asDone<T, R>(
  source: AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const reader = source[Symbol.asyncIterator]()
  const underWay = new Set<Promise<void>>()
  const results: { readonly value: R }[] = []
  const failures: unknown[] = []
  let wake = () => {}
  let isOver = false
  const start = (item: T): void => {
    const working = work(item)
      .then(
        (value) => void results.push({ value }),
        (error: unknown) => void failures.push(error),
      )
      .then(() => {
        underWay.delete(working)
        wake()
      })
    underWay.add(working)
  }
  try {
    for (;;) {
      if (failures.length > 0) throw failures[0]
      const result = results.shift()
      if (result !== undefined) {
        yield result.value
        continue
      }
      if (!isOver && underWay.size < limit) {
        const next = await reader.next()
        if (next.done) isOver = true
        else start(next.value)
        continue
      }
      if (underWay.size === 0) return
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  } finally {
    await Promise.all(underWay)
    await reader.return?.()
  }
}
