import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { phases } from '@warc2dataset/pipeline/phases/index'
import { serveUnits } from '@warc2dataset/pipeline/worker/serve-units'
import { LOST_ENV, TIMES } from './lost-device-settings.js'

/**
 * A worker whose device is lost in the middle of a unit: the thread that owns the session ends after its third picture
 * is read, and with it all that the process could compute. After `TIMES` losses the device stays.
 */
const folder = process.env[LOST_ENV]
if (folder === undefined) throw new Error(`Expected a folder in ${LOST_ENV}, got none`)
let device: Worker | null = null
process.on('worker', (worker) => {
  device = worker
})

function loseDevice(): void {
  for (let time = 0; time < TIMES; time += 1) {
    try {
      writeFileSync(join(folder as string, String(time)), String(process.pid), { flag: 'wx' })
    } catch {
      continue
    }
    void device?.terminate()
    return
  }
}

let lost = false
serveUnits({
  ...phases,
  score: {
    ...phases.score,
    run: (job) => {
      let read = 0
      const { storage } = job.view
      const readAt: typeof storage.readAt = (...range) => {
        read += 1
        if (read === 3 && !lost) {
          lost = true
          // Not at once: some pictures are under way.
          setTimeout(loseDevice, 20)
        }
        return storage.readAt(...range)
      }
      return phases.score.run({ ...job, view: { ...job.view, storage: { ...storage, readAt } } })
    },
  },
})
