import type { ExportTarget } from './export-target.js'
import { toArrow } from './to-arrow.js'
import { toImagefolder } from './to-imagefolder.js'
import { toKohya } from './to-kohya.js'
import { toLaion } from './to-laion.js'
import { toWebdataset } from './to-webdataset.js'

export type TargetName = 'imagefolder' | 'webdataset' | 'laion' | 'kohya' | 'arrow'

/** Every layout by its name. */
export const TARGETS: Readonly<Record<TargetName, ExportTarget>> = {
  imagefolder: toImagefolder,
  webdataset: toWebdataset,
  laion: toLaion,
  kohya: toKohya,
  arrow: toArrow,
}

/** Layouts that have a place for latents. */
export const LATENT_TARGETS: readonly TargetName[] = ['kohya']
