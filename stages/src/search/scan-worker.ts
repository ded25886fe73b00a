import { parentPort, workerData } from 'node:worker_threads'
import { scanBlocks } from './scan-blocks.js'
import type { ScanTask } from './scan-messages.js'

parentPort?.postMessage(scanBlocks(workerData as ScanTask))
