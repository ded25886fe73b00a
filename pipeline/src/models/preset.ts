import { modelSchema } from '@warc2dataset/schemas'
import { z } from 'zod'

/** What is known of a preset: somebody ran it and compared numbers; its shapes were opened; nobody loaded it. */
export const VERIFIED_MARKS = ['real weights', 'shape only', 'never loaded'] as const
export type VerifiedMark = (typeof VERIFIED_MARKS)[number]

const repo = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/, 'Expected OWNER/NAME of a hub repository')

/** A branch, tag or commit of the hub. */
const revision = z.string().regex(/^[A-Za-z0-9][\w.-]{0,99}$/, 'Expected a branch, tag or commit')

/** Path of a model's file. Each part begins with a letter, a digit or `_`: none is `..`, none is hidden. */
export const filePath = z
  .string()
  .max(200)
  .regex(/^\w[\w.-]*(\/\w[\w.-]*)*$/, 'Expected a path inside the model folder')
  .refine(
    (path) => !/(^|\/)manifest\.json$|\.part(\.json)?$/i.test(path),
    'Expected a name that no pull uses',
  )

/** A file of the preset's own repository, or of another one. It keeps its path below the model's folder. */
const presetFile = z.union([filePath, z.strictObject({ repo, revision, path: filePath })])

const { image, text, ...root } = modelSchema.shape
const [words, clipBpe, hfJson] = text.shape.tokenizer.options
const tokenizer = z.discriminatedUnion('kind', [
  words.omit({ vocabulary: true }),
  clipBpe.omit({ vocabulary: true }),
  hfJson.omit({ vocabulary: true }),
])

/**
 * A model that can be pulled: everything of its manifest that is known before its bytes are. External data of the
 * ONNX files is not listed; it is found in them.
 */
export const presetSchema = z.strictObject({
  /** Its name in recipes (`hf:NAME`), of its folder, and of its manifest. */
  name: root.name,
  /** One line: what it is. */
  about: z.string().min(1).max(100),
  repo,
  /** `main` is resolved at the first pull; the commit then stands in models.lock.json. */
  revision,
  files: z.strictObject({ image: presetFile, text: presetFile, vocabulary: presetFile }),
  license: z.strictObject({
    name: z.string().min(1),
    /** False: a person must accept it by name before the first byte is asked for. */
    open: z.boolean(),
    url: z.url({ protocol: /^https$/ }),
  }),
  verified: z.enum(VERIFIED_MARKS),
  /** Where the fields below were read, and what is known to be missing. */
  notes: z.array(z.string().min(1)),
  manifest: z.strictObject({
    id: root.id,
    encoder: root.encoder,
    domain: root.domain,
    dim: root.dim,
    similarity: root.similarity,
    threshold: root.threshold,
    epsilon: root.epsilon,
    image: image.omit({ file: true, sha256: true, data: true }),
    text: text.omit({ file: true, sha256: true, data: true }).extend({ tokenizer }),
  }),
})
export type Preset = z.infer<typeof presetSchema>
