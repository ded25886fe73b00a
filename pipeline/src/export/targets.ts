import type { ExportTarget } from './export-target.js'
import { toImagefolder } from './to-imagefolder.js'
import { toKohya } from './to-kohya.js'
import { toLaion } from './to-laion.js'
import { toWebdataset } from './to-webdataset.js'

export type TargetName = 'imagefolder' | 'webdataset' | 'laion' | 'kohya'

/** Every layout by its name. */
export const TARGETS: Readonly<Record<TargetName, ExportTarget>> = {
  imagefolder: toImagefolder,
  webdataset: toWebdataset,
  laion: toLaion,
  kohya: toKohya,
}
