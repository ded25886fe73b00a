import { serveHere } from './server-process.js'
import { tinyJpeg } from './tiny-jpeg.js'

const body = await tinyJpeg()
const headers = { 'content-type': 'image/jpeg' }
await serveHere((_host, path) =>
  path === '/robots.txt'
    ? { kind: 'says', status: 404 }
    : { kind: 'says', status: 200, headers, body, waitMs: 50 },
)
