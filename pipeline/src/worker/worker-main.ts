import { phases } from '../phases/index.js'
import { serveUnits } from './serve-units.js'

serveUnits(phases)
