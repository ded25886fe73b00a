/** How a picture gets its size: `ResizeMode` of img2dataset, under its names. */
export const resizeModes = ['no', 'keep_ratio', 'keep_ratio_largest', 'center_crop', 'border'] as const
export type ResizeMode = (typeof resizeModes)[number]

/** Options of img2dataset's `Resizer`, with its names and defaults; `upscale` and `max_area` are ours. */
export interface ResizeOptions {
  /**
   * px, 1–65,500: of the shorter side (`keep_ratio`), the longer (`keep_ratio_largest`) or both (`center_crop`,
   * `border`). Nothing to `no`.
   */
  readonly image_size: number
  /** Shorter side in px below which a picture is refused. Default 0. */
  readonly min_image_size?: number | undefined
  /** Area in px above which a picture is refused. Default: any. */
  readonly max_image_area?: number | undefined
  /** Longer by shorter side, at least 1, above which a picture is refused. Default: any. */
  readonly max_aspect_ratio?: number | undefined
  /** A picture that need not shrink is kept whole: neither cut nor padded. Default false. */
  readonly resize_only_if_bigger?: boolean | undefined
  /**
   * Scale up what is smaller than `image_size`, as img2dataset does unless `resize_only_if_bigger`. Default false: it
   * keeps its size, `border` pads it, and `center_crop` cuts only what has `image_size` both ways.
   */
  readonly upscale?: boolean | undefined
  /**
   * Area of the result in px, at most; above it the result is scaled down in its shape. Not in mode `no`, and nothing to
   * what is cut or padded to `image_size`. Default: any.
   */
  readonly max_area?: number | undefined
}

export type CheckedOptions = { readonly [K in keyof ResizeOptions]-?: NonNullable<ResizeOptions[K]> }

/** libjpeg's largest side in pixels. */
export const maxJpegSide = 65_500

/** The options with their defaults. Throws a `RangeError` for the first number that is out of its range. */
export function checkResizeOptions(options: ResizeOptions): CheckedOptions {
  const checked = {
    image_size: options.image_size,
    min_image_size: options.min_image_size ?? 0,
    max_image_area: options.max_image_area ?? Number.POSITIVE_INFINITY,
    max_aspect_ratio: options.max_aspect_ratio ?? Number.POSITIVE_INFINITY,
    resize_only_if_bigger: options.resize_only_if_bigger ?? false,
    upscale: options.upscale ?? false,
    max_area: options.max_area ?? Number.POSITIVE_INFINITY,
  }
  const { image_size: size } = checked
  if (!Number.isInteger(size) || size < 1 || size > maxJpegSide) {
    throw new RangeError(`Expected an integer from 1 to ${maxJpegSide} for image_size, got ${size}`)
  }
  for (const [name, low] of [
    ['min_image_size', 0],
    ['max_image_area', 1],
    ['max_aspect_ratio', 1],
    ['max_area', 1],
  ] as const) {
    if (checked[name] >= low) continue
    throw new RangeError(`Expected a number of at least ${low} for ${name}, got ${checked[name]}`)
  }
  return checked
}
