import { politeAnswers } from './polite-plan.js'
import { serveHere } from './server-process.js'
import { tinyJpeg } from './tiny-jpeg.js'

await serveHere(politeAnswers(await tinyJpeg()))
