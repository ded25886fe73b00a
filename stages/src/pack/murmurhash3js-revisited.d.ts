declare module 'murmurhash3js-revisited' {
  const murmur: { readonly x64: { readonly hash128: (bytes: Uint8Array, seed?: number) => string } }
  export default murmur
}
