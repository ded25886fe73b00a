import type { ColourFile } from './colour-file.js'
import { oddOrientationFiles, orientationFiles } from './orientation-files.js'
import { profileFiles } from './profile-files.js'
import { samplesFiles } from './sample-files.js'

export const colourFiles: readonly ColourFile[] = [
  ...orientationFiles,
  ...oddOrientationFiles,
  ...profileFiles,
  ...samplesFiles,
]
