import { createInflateRaw } from 'node:zlib'

/** What one piece of input gave. `consumed` counts all input bytes used so far. */
export interface Inflated {
  readonly chunks: readonly Buffer[]
  /** `more`: the data go on; `end`: they ended at `consumed`; otherwise what is wrong with them. */
  readonly state: 'more' | 'end' | Error
  readonly consumed: number
}

/** Raw inflate in pieces. One call at a time; after `end` or an error only `close`. */
export interface InflateStream {
  /** `input` must stay unchanged until the promise settles; it never rejects. */
  readonly write: (input: Buffer) => Promise<Inflated>
  /** Says that no input follows. */
  readonly end: () => Promise<Inflated>
  readonly close: () => void
}

/**
 * Before damage that zlib notices, up to `chunkSize` bytes of output are lost; at least 64.
 * Memory: that, and what one piece of input expands to, at most 1,032 times its size.
 */
export function createInflateStream(chunkSize: number): InflateStream {
  const engine = createInflateRaw({ chunkSize })
  let chunks: Buffer[] = []
  let settle: ((result: Inflated) => void) | null = null
  const done = (state: Inflated['state']): void => {
    const resolve = settle
    if (resolve === null) return
    settle = null
    const given = chunks
    chunks = []
    resolve({ chunks: given, state, consumed: engine.bytesWritten })
  }
  engine.on('data', (chunk: Buffer) => chunks.push(chunk))
  engine.on('end', () => done('end'))
  engine.on('error', (error) => done(error))
  const start = (action: () => void): Promise<Inflated> =>
    new Promise((resolve) => {
      settle = resolve
      action()
    })
  return {
    // Input after the end of the data is never acknowledged: then `end` comes instead.
    write: (input) =>
      start(() => {
        engine.write(input, (error) => {
          if (!error) done('more')
        })
      }),
    end: () => start(() => engine.end()),
    close: () => engine.destroy(),
  }
}
