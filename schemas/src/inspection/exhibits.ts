/** A row as a report shows it. Every string comes from a crawl. */
export interface Exhibit {
  readonly url: string
  readonly domain: string | null
  readonly text: string
  /** ISO 639-1, for the lang attribute; null: not known. */
  readonly language: string | null
  readonly kept: boolean
  readonly reason: string | null
  readonly filter: string | null
  readonly score: number | null
  /** score less the cut; null where there is none. */
  readonly distance: number | null
  readonly width: number | null
  readonly height: number | null
  /** Index into `Exhibits.pictures`; null: none was stored, or none is shown. */
  readonly picture: number | null
}

/** A picture of our own encoding. */
export interface ExhibitedPicture {
  /** JPEG, base64. */
  readonly jpeg: string
  readonly width: number
  readonly height: number
  /** False only where a model said that the picture is safe. */
  readonly blur: boolean
}

/** Rows drawn by a hash, so that the same run shows the same ones. */
export interface Wall {
  /** `random` draws, or those nearest to the cut. */
  readonly kind: 'random' | 'closest'
  readonly of: number
  readonly rows: readonly Exhibit[]
}

/** Points of the map, column by column. */
export interface MapPoints {
  /** 0 to 1, each axis. */
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** 0: picture, 1: text. */
  readonly kind: readonly number[]
  /** Index into `steps` of why it left; -1: kept. */
  readonly fate: readonly number[]
  /** Index into `rows`; -1: this file has no place for what belongs to it. */
  readonly row: readonly number[]
  readonly steps: readonly string[]
  readonly rows: readonly Pick<Exhibit, 'url' | 'text' | 'language' | 'score'>[]
}

/** What a report shows beside the numbers of `Inspection`. */
export interface Exhibits {
  readonly pictures: readonly ExhibitedPicture[]
  /** By id of step, and `kept`. */
  readonly walls: Readonly<Record<string, readonly Wall[]>>
  /** Rows near thresholds: eligible ones by bin of 0.01 (lower edge, two decimals), at most 24 each. */
  readonly near: Readonly<Record<string, readonly Exhibit[]>>
  /** Compare: what each kept alone. */
  readonly alone: { readonly a: readonly Exhibit[]; readonly b: readonly Exhibit[] }
  readonly map: MapPoints | null
}
