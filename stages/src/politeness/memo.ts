import type { Remembered } from './traffic.js'

/** What a caller of `ask` is told: the text, or that it is the one to make it. */
export type Recalled = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'make' }

/** Texts by name, each made by one of those who ask for it. */
export interface Memo {
  /** Calls `answer` once, at once or when another has made the text, or has failed to. */
  readonly ask: (holder: object, name: string, answer: (recalled: Recalled) => void) => void
  /** From whoever was told to make it; null: it could not, somebody else may try. */
  readonly made: (holder: object, name: string, text: Remembered | null) => void
  /** Its process ended: what it was to make, others make. */
  readonly forget: (holder: object) => void
}

interface Kept {
  readonly text: string
  readonly until: number
}

interface Making {
  readonly maker: object
  readonly waiting: { readonly holder: object; readonly answer: (recalled: Recalled) => void }[]
}

/** Keeps at most `maxBytes` of names and texts, about; what was asked for longest ago goes first. */
export function createMemo(maxBytes: number, now: () => number): Memo {
  const kept = new Map<string, Kept>()
  const making = new Map<string, Making>()
  let bytes = 0

  const drop = (name: string) => {
    const known = kept.get(name)
    if (known === undefined) return
    kept.delete(name)
    bytes -= sizeOf(name, known.text)
  }
  const keep = (name: string, { text, ttlMs }: Remembered) => {
    drop(name)
    kept.set(name, { text, until: now() + ttlMs })
    bytes += sizeOf(name, text)
    for (const oldest of kept.keys()) {
      if (bytes <= maxBytes) break
      drop(oldest)
    }
  }
  const handOn = (name: string, { waiting }: Making) => {
    const [next, ...rest] = waiting
    if (next === undefined) return void making.delete(name)
    making.set(name, { maker: next.holder, waiting: rest })
    next.answer({ kind: 'make' })
  }

  return {
    ask: (holder, name, answer) => {
      const known = kept.get(name)
      if (known !== undefined && known.until > now()) {
        kept.delete(name)
        kept.set(name, known)
        return answer({ kind: 'text', text: known.text })
      }
      drop(name)
      const underWay = making.get(name)
      if (underWay !== undefined) return void underWay.waiting.push({ holder, answer })
      making.set(name, { maker: holder, waiting: [] })
      answer({ kind: 'make' })
    },
    made: (holder, name, remembered) => {
      const underWay = making.get(name)
      if (underWay?.maker !== holder) return
      if (remembered === null) return handOn(name, underWay)
      making.delete(name)
      keep(name, remembered)
      for (const { answer } of underWay.waiting) answer({ kind: 'text', text: remembered.text })
    },
    forget: (holder) => {
      for (const [name, underWay] of making) {
        const waiting = underWay.waiting.filter((each) => each.holder !== holder)
        if (underWay.maker === holder) handOn(name, { ...underWay, waiting })
        else making.set(name, { ...underWay, waiting })
      }
    },
  }
}

/** The text of that name, made here if it falls to this holder; rejects with what `make` rejects with. */
export function recall(
  memo: Memo,
  holder: object,
  name: string,
  make: () => Promise<Remembered>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    memo.ask(holder, name, (recalled) => {
      if (recalled.kind === 'text') return resolve(recalled.text)
      make().then(
        (remembered) => {
          memo.made(holder, name, remembered)
          resolve(remembered.text)
        },
        (error: unknown) => {
          memo.made(holder, name, null)
          reject(error)
        },
      )
    })
  })
}

function sizeOf(name: string, text: string): number {
  return 2 * (name.length + text.length) + 200
}
