import { serveUnits } from '@warc2dataset/pipeline/worker/serve-units'
import { FAULT_VARIABLE, type Fault, faultyPhases } from './fault.js'

/** A worker process with one stage tampered with; started by the tests beside it. */
serveUnits(faultyPhases(JSON.parse(process.env[FAULT_VARIABLE] ?? '') as Fault))
