import { useCallback, useEffect, useState } from 'preact/hooks'
import { hashOf, queryOf } from './hash-query.js'

type Query = Readonly<Record<string, string | null>>

/** Put a state into the address: `push` makes the back button return to the state before. */
export type SetQuery = (query: Query, how: 'push' | 'replace') => void

/** The address's parameters of a page, and how to set them. Without a window (a test, a print on a server): none. */
export function useHashQuery(page: string): readonly [URLSearchParams, SetQuery] {
  const [hash, setHash] = useState(() => (typeof location === 'undefined' ? '' : location.hash))
  useEffect(() => {
    const read = () => setHash(location.hash)
    addEventListener('hashchange', read)
    addEventListener('popstate', read)
    return () => {
      removeEventListener('hashchange', read)
      removeEventListener('popstate', read)
    }
  }, [])
  const set = useCallback<SetQuery>(
    (query, how) => {
      const next = hashOf(page, query)
      if (next === location.hash) return
      if (how === 'push') history.pushState(null, '', next)
      else history.replaceState(null, '', next)
      setHash(next)
    },
    [page],
  )
  return [queryOf(hash, page), set]
}
