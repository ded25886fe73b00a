import { serveHere } from '../polite/server-process.js'
import { soakAnswers } from './soak-answers.js'
import { drawSoakPictures } from './soak-pictures.js'
import { planSoak, type SoakSize } from './soak-plan.js'

const size = JSON.parse(process.argv[2] ?? '') as SoakSize
await serveHere(soakAnswers(planSoak(size), await drawSoakPictures(size.seed)))
