/** Pulls up to `size` items before they are asked for: whoever makes them works while the last one is used. */
export async function* readAhead<T>(source: AsyncGenerator<T>, size: number): AsyncGenerator<T> {
  const waiting: Promise<IteratorResult<T>>[] = []
  const pull = (): void => {
    const next = source.next()
    // It is awaited below; until then a failure is not unhandled.
    next.catch(() => {})
    waiting.push(next)
  }
  try {
    for (let n = 0; n < size; n++) pull()
    for (;;) {
      pull()
      const next = await (waiting.shift() as Promise<IteratorResult<T>>)
      if (next.done) return
      yield next.value
    }
  } finally {
    await Promise.allSettled(waiting)
    await source.return(undefined)
  }
}
