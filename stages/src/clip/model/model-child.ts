import { performTask } from './model-tasks.js'
import { serveTask } from './serve-task.js'

/** Entry point of a child that checks or probes a CLIP model, started by `runModelChild` only. */
serveTask(performTask)
