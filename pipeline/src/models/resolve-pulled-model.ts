import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { type ClipModel, loadModel } from '@warc2dataset/stages/clip/model/load-model'
import { kindOf } from './file-place.js'
import { LOCK_FILE, readLock } from './model-lock.js'
import { modelsFolder } from './models-folder.js'

/**
 * Path of the manifest of a model that was pulled (`hf:NAME`), whose hashes are those of models.lock.json; `checkModel`
 * then holds the files against them. `dir` as for `modelsFolder`. @throws RunError exit 5.
 */
export async function resolvePulledModel(name: string, dir?: string): Promise<string> {
  const folder = modelsFolder(dir)
  const path = join(folder, name, 'manifest.json')
  if (!/^[a-z][a-z0-9_]{0,31}$/.test(name))
    throw new RunError('model', `Expected the name of a pulled model (letters, digits, _), got ${name}`)
  const { models } = await readLock(folder)
  const locked = Object.hasOwn(models, name) ? models[name] : undefined
  if (locked === undefined || (await kindOf(path)) !== 'file')
    throw new RunError(
      'model',
      `Expected the model ${name} in ${folder}, got none; run \`warc2dataset models pull ${name}\` first`,
    )
  const model = await loadModel(path)
  const problems = namedFiles(model).flatMap(({ file, sha256 }) => {
    const known = Object.hasOwn(locked.files, file) ? locked.files[file] : undefined
    return known?.sha256 === sha256
      ? []
      : [
          `Model ${name}, ${file}: Expected sha256 ${known?.sha256 ?? 'of nothing'}, as ${LOCK_FILE} says, got ${sha256} in ${path}`,
        ]
  })
  if (problems.length > 0) throw new RunError('model', problems.join('\n'))
  return path
}

function namedFiles({ manifest: { image, text } }: ClipModel): readonly { file: string; sha256: string }[] {
  return [image, ...image.data, text, ...text.data, text.tokenizer.vocabulary]
}
