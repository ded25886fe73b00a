import { type ModelManifest, modelSchema } from '@warc2dataset/schemas'
import type { Preset } from './preset.js'

/** A file to pull: what it is to the model, where the hub has it, and its path below the model's folder. */
export interface WantedFile {
  readonly role: FileRole
  readonly repo: string
  /** Branch, tag or commit, as the preset says it. */
  readonly revision: string
  /** In the repository and below the model's folder alike. */
  readonly path: string
}

export const FILE_ROLES = ['image', 'text', 'vocabulary', 'image.data', 'text.data'] as const
export type FileRole = (typeof FILE_ROLES)[number]

/** The files that a preset names, in the order in which they are pulled: small first, so that mistakes show early. */
export function presetFiles({ repo, revision, files }: Preset): readonly WantedFile[] {
  return (['vocabulary', 'text', 'image'] as const).map((role) => {
    const file = files[role]
    return typeof file === 'string' ? { role, repo, revision, path: file } : { role, ...file }
  })
}

/** A file whose bytes are known. */
export interface HashedFile {
  readonly role: FileRole
  readonly path: string
  readonly sha256: string
}

/** The manifest of a preset whose files are all there. @throws ZodError if it is not one: a bug. */
export function presetManifest(
  { name, license, manifest }: Preset,
  files: readonly HashedFile[],
): ModelManifest {
  const named = (role: FileRole) =>
    files.filter((file) => file.role === role).map(({ path, sha256 }) => ({ file: path, sha256 }))
  const { image, text } = manifest
  return modelSchema.parse({
    version: 1,
    name,
    ...manifest,
    license: license.name,
    image: { ...image, ...named('image')[0], data: named('image.data') },
    text: {
      ...text,
      ...named('text')[0],
      data: named('text.data'),
      tokenizer: { ...text.tokenizer, vocabulary: named('vocabulary')[0] },
    },
  })
}
