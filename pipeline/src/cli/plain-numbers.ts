/** `12,345`. */
export function grouped(n: number): string {
  return Math.round(n).toLocaleString('en-US')
}

/** `4.2 s`, `45 s`, `3 m 12 s`, `2 h 05 m`, `3 d 4 h`. */
export function duration(ms: number): string {
  if (ms < 9950) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${twoDigits(seconds % 60)} s`
  const hours = Math.floor(seconds / 3600)
  if (hours < 48) return `${hours} h ${twoDigits(Math.floor((seconds % 3600) / 60))} m`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** The same without parts of a second, rounded up: of what is only guessed. */
export function wholeDuration(ms: number): string {
  return ms < 9950 ? `${Math.ceil(ms / 1000)} s` : duration(ms)
}

/** Bytes in decimal units as disks are sold: `1.3 GB`. */
export function byteSize(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}

/** `22.7 %`. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`
}

/** `1 shard`, `2 shards`. */
export function counted(n: number, name: string): string {
  return `${grouped(n)} ${name}${n === 1 ? '' : 's'}`
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0')
}
