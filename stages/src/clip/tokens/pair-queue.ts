/** Numbers, smallest first. */
export interface PairQueue {
  readonly push: (value: number) => void
  readonly peek: () => number | undefined
  readonly pop: () => number | undefined
}

/** A binary heap: both operations take the logarithm of its size. */
export function pairQueue(): PairQueue {
  const heap: number[] = []
  const at = (i: number) => heap[i] ?? Number.POSITIVE_INFINITY

  const push = (value: number) => {
    let i = heap.push(value) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (at(parent) <= value) break
      heap[i] = at(parent)
      i = parent
    }
    heap[i] = value
  }

  const pop = () => {
    const top = heap[0]
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return top
    let i = 0
    for (;;) {
      const left = 2 * i + 1
      const child = at(left + 1) < at(left) ? left + 1 : left
      if (at(child) >= last) break
      heap[i] = at(child)
      i = child
    }
    heap[i] = last
    return top
  }

  return { push, peek: () => heap[0], pop }
}
