declare module 'parquetjs-lite' {
  interface Cursor {
    readonly next: () => Promise<Readonly<Record<string, unknown>> | undefined | null>
  }
  interface Reader {
    readonly schema: { readonly fields: Readonly<Record<string, unknown>> }
    readonly getCursor: () => Cursor
    readonly close: () => Promise<void>
  }
  const parquet: { readonly ParquetReader: { readonly openFile: (path: string) => Promise<Reader> } }
  export default parquet
}
