/**
 * The longest prefix of `data` that `decode` takes, and its output, for data that are damaged or expand too far.
 * `decode` must throw for every prefix longer than some length, and give the output of a cut input otherwise.
 * Calls it about log2(length) times.
 */
export function decodePrefix(
  data: Buffer,
  decode: (prefix: Buffer) => Buffer,
): { output: Buffer; length: number } {
  let good = 0
  let bad = data.length + 1
  let output: Buffer = Buffer.alloc(0)
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1
    try {
      output = decode(data.subarray(0, middle))
      good = middle
    } catch {
      bad = middle
    }
  }
  return { output, length: good }
}
