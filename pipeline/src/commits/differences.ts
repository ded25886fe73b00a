/** Paths of the leaves in which two plain values differ, with both values. */
export function differences(before: unknown, after: unknown, path = ''): readonly string[] {
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    return keys.flatMap((key) => differences(before[key], after[key], path === '' ? key : `${path}.${key}`))
  }
  const [old, now] = [JSON.stringify(before), JSON.stringify(after)]
  return old === now ? [] : [`${path}: the run has ${old}, the recipe says ${now}`]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
