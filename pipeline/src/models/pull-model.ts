import { join, posix } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { onnxLocations } from '@warc2dataset/stages/clip/model/onnx-locations'
import { filePlace } from './file-place.js'
import { holdFolder } from './hold-folder.js'
import { openHub } from './hub.js'
import { type LockedModel, lockModel, readLock, writeWhole } from './model-lock.js'
import type { Environment } from './models-folder.js'
import { filePath, type Preset } from './preset.js'
import { presetFiles, presetManifest, type WantedFile } from './preset-files.js'
import { type PullEvent, pullFile } from './pull-file.js'

export interface PullOptions {
  readonly preset: Preset
  /** Folder of all models (`modelsFolder`); this one goes below it. */
  readonly folder: string
  /** Else $HF_ENDPOINT, else huggingface.co. */
  readonly endpoint?: string
  readonly acceptLicense: boolean
  readonly log: (event: PullEvent) => void
  readonly signal: AbortSignal
  /** Most bytes of all files of the model together; 16 GiB if not given. */
  readonly maxBytes?: number
  /** Tries in a row that bring no byte, and the pause after the first, ms; 5 and 1000 if not given. */
  readonly tries?: number
  readonly pauseMs?: number
  /** For HF_ENDPOINT and HF_TOKEN; that of this process if not given. */
  readonly env?: Environment
}

export interface PulledModel {
  readonly manifestPath: string
  /** As models.lock.json has it. */
  readonly locked: LockedModel
}

const MAX_BYTES = 16 * 2 ** 30
const MAX_DATA_FILES = 2000

/**
 * Brings the files of a preset and writes its manifest.json. The first pull records sha256, size, commit, URL and ETag
 * in models.lock.json; every later one must find the same bytes. Stopped or cut off, the same call goes on.
 * Rejects with `RunError`: exit 2 for a licence that was not accepted, exit 5 for anything about the files.
 */
export async function pullModel(options: PullOptions): Promise<PulledModel> {
  const { preset, folder } = options
  checkLicense(options)
  const hub = openHub(options.endpoint, options.env)
  try {
    return await holdFolder(folder, async () => {
      const locked = await pullFiles(options, hub)
      const manifestPath = join(folder, preset.name, 'manifest.json')
      const files = Object.entries(locked.files).map(([path, file]) => ({ ...file, path }))
      await writeWhole(manifestPath, presetManifest(preset, files))
      return { manifestPath, locked }
    })
  } finally {
    await hub.close()
  }
}

function checkLicense({ preset: { name, license }, acceptLicense }: PullOptions): void {
  if (license.open || acceptLicense) return
  throw new RunError(
    'usage',
    `Expected --accept-license for ${name}, got none. Its licence: ${license.name}, ${license.url}`,
  )
}

async function pullFiles(options: PullOptions, hub: ReturnType<typeof openHub>): Promise<LockedModel> {
  const { preset, folder, signal, log, maxBytes = MAX_BYTES, tries = 5, pauseMs = 1000 } = options
  const place = join(folder, preset.name)
  const { models } = await readLock(folder)
  const before = Object.hasOwn(models, preset.name) ? models[preset.name] : undefined
  let locked: LockedModel = before ?? { license: preset.license.name, commits: {}, files: {} }
  const queue = [...presetFiles(preset)]
  let bytes = 0
  for (let at = 0; at < queue.length; at++) {
    signal.throwIfAborted()
    const wanted = queue[at] as WantedFile
    if (queue.findIndex(({ path }) => path === wanted.path) !== at)
      throw new RunError('model', `Expected each file of ${preset.name} once, got ${wanted.path} twice`)
    const lock = (model: LockedModel) => lockModel(folder, preset.name, model)
    const budget = maxBytes - bytes
    locked = await pullFile({
      ...{ hub, folder: place, wanted, locked, lock, tries, pauseMs, signal, log },
      maxBytes: budget,
    })
    bytes += locked.files[wanted.path]?.size ?? 0
    if (wanted.role === 'image' || wanted.role === 'text')
      queue.push(...dataFiles(wanted, await filePlace(place, wanted.path)))
  }
  return locked
}

/** External data of an ONNX file: below its own folder in the repository, as the file itself says. */
function dataFiles(onnx: WantedFile, place: string): readonly WantedFile[] {
  const role = onnx.role === 'image' ? 'image.data' : 'text.data'
  const names = readLocations(onnx, place)
  if (names.length > MAX_DATA_FILES)
    throw new RunError(
      'model',
      `Expected at most ${MAX_DATA_FILES} data files of ${onnx.path}, got ${names.length}`,
    )
  return names.map((name) => {
    const path = posix.join(posix.dirname(onnx.path), name)
    if (!filePath.safeParse(name).success || !filePath.safeParse(path).success)
      throw new RunError(
        'model',
        `Expected the external data of ${onnx.path} beside it, got ${JSON.stringify(name.slice(0, 200))}`,
      )
    return { ...onnx, role, path }
  })
}

function readLocations({ path, repo }: WantedFile, place: string): readonly string[] {
  try {
    return onnxLocations(place)
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error)
    throw new RunError('model', `Expected ONNX for ${path} of ${repo}, got ${got}`, { cause: error })
  }
}
