/**
 * Works on up to `atOnce` items at once, begun in their order. After a failure no other is begun; those under way are
 * finished first, since what they cost is paid for. Rejects with the first failure.
 */
export async function eachAtOnce<T>(
  items: AsyncGenerator<T>,
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = []
  const run = async (): Promise<void> => {
    while (failures.length === 0) {
      try {
        const next = await items.next()
        if (next.done === true) return
        await work(next.value)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, run))
  await items.return(undefined)
  if (failures.length > 0) throw failures[0]
}
