/**
 * What `work` makes of each item, in their order; up to `ahead` further items are being worked on while one is used.
 * If one fails, or the taker stops, no item is taken any more, and what is under way is waited for.
 */
export async function* mapAhead<T, R>(
  items: AsyncIterable<T>,
  ahead: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const waiting: Promise<R>[] = []
  try {
    for await (const item of items) {
      const result = work(item)
      // It is awaited below; until then a failure is not unhandled.
      result.catch(() => {})
      waiting.push(result)
      if (waiting.length > ahead) yield await (waiting.shift() as Promise<R>)
    }
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield await next
  } finally {
    await Promise.allSettled(waiting)
  }
}
