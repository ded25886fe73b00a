import { useEffect, useState } from 'preact/hooks'

/** Pause after which a value is taken to rest, ms. */
const RESTED = 150

/** The value once it has not changed for a while. */
export function useRested(value: number): number {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), RESTED)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}
