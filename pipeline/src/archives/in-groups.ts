/** What `use` gives for each item, in order, `size` of them at a time. */
export async function inGroups<T, R>(
  items: readonly T[],
  size: number,
  use: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  for (let from = 0; from < items.length; from += size) {
    results.push(...(await Promise.all(items.slice(from, from + size).map(use))))
  }
  return results
}
