/**
 * Works on up to `limit` items of a source at once and gives the results as they are done. The source is pulled only when
 * there is room, so what is under way stays bounded. After a failure nothing more is pulled, and what is under way is
 * waited for before it is thrown.
 */
export async function* asDone<T, R>(
  source: AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const reader = source[Symbol.asyncIterator]()
  const underWay = new Map<number, Promise<readonly [number, R]>>()
  let started = 0
  let isOver = false
  try {
    for (;;) {
      while (!isOver && underWay.size < limit) {
        const next = await reader.next()
        if (next.done) isOver = true
        else {
          const id = started++
          const result = work(next.value).then((value) => [id, value] as const)
          // Whoever awaits it later hears of the failure; until then it is not unhandled.
          result.catch(() => {})
          underWay.set(id, result)
        }
      }
      if (underWay.size === 0) return
      const [id, result] = await Promise.race(underWay.values())
      underWay.delete(id)
      yield result
    }
  } finally {
    await Promise.allSettled(underWay.values())
    await reader.return?.()
  }
}
