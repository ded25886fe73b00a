import { type FileHandle, open } from 'node:fs/promises'
import { AsyncByteQueue, type RecordBatch, RecordBatchFileWriter, type Schema } from 'apache-arrow'

/** Writes an Arrow IPC file (Arrow columnar format, 1.5) a record batch at a time. */
export interface ArrowFile {
  /** Resolves when the batch is handed to the system; memory holds one batch. One call at a time. */
  readonly add: (batch: RecordBatch) => Promise<void>
  /** Writes the footer and flushes. Without it the file is not one. */
  readonly close: () => Promise<void>
  /** Closes the file as it is; for a caller that gives up. */
  readonly abort: () => Promise<void>
}

/** Starts a new file at `path`. The same batches give the same bytes. */
export async function openArrowFile(path: string, schema: Schema): Promise<ArrowFile> {
  const file = await open(path, 'wx')
  const pending: Uint8Array[] = []
  const writer = new RecordBatchFileWriter()
  // The library's own queue grows as fast as batches come; this one is emptied after each.
  const sink = Object.assign(new AsyncByteQueue(), { write: (bytes: Uint8Array) => void pending.push(bytes) })
  writer.reset(sink, schema)
  const drain = async (): Promise<void> => {
    for (const bytes of pending.splice(0)) await writeAll(file, bytes)
  }
  return {
    add: async (batch) => {
      writer.write(batch)
      await drain()
    },
    close: async () => {
      try {
        writer.finish()
        await drain()
        await file.sync()
      } finally {
        await file.close()
      }
    },
    abort: () => file.close(),
  }
}

/** One write may be short on a disk that fills up; the next then says why. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done)
    done += bytesWritten
  }
}
