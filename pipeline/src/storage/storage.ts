/**
 * Where a run lives. Written for the rules of S3: whole objects, no append, no rename, create-only writes for
 * small objects. Names are relative, `/`-separated. A put is atomic: readers see the old object, the new one or
 * none, never a part.
 */
export interface Storage {
  /** Folder or address, for messages. */
  readonly place: string
  /** Moves or uploads a local file to `name`, replacing what is there. The local file may be gone afterwards. */
  readonly put: (name: string, localPath: string) => Promise<void>
  /**
   * Creates a small object. False: `name` existed already and was left as it was. For `owner`: where files have owners,
   * nobody else may read it.
   */
  readonly create: (name: string, bytes: Buffer, readers?: 'owner') => Promise<boolean>
  /** Whole object, or null if there is none. */
  readonly get: (name: string) => Promise<Buffer | null>
  /** Size in bytes, or null if there is none. */
  readonly size: (name: string) => Promise<number | null>
  /** Exactly `length` bytes from `offset`; rejects if the object is shorter. */
  readonly readAt: (name: string, offset: number, length: number) => Promise<Buffer>
  /** A local path with the object's bytes, to be read only; copied into `scratch` if it is not local already. */
  readonly toLocal: (name: string, scratch: string) => Promise<string>
  /** Names under a prefix that ends in `/`, sorted. */
  readonly list: (prefix: string) => Promise<readonly string[]>
  /** Removes the object if it is there. */
  readonly remove: (name: string) => Promise<void>
}
