import { serveTask } from '../clip/model/serve-task.js'
import { performVaeTask } from './vae-tasks.js'

/** Entry point of a child that checks or probes a VAE, started by `runModelChild` only. */
serveTask(performVaeTask)
