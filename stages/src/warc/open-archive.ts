import { isWebPlace } from '../web/archive/archive-url.js'
import { openWebBytes, type WebArchiveOptions } from '../web/archive/open-web-bytes.js'
import type { OpenArchive } from './archive-bytes.js'
import { openFileBytes } from './file-bytes.js'

/** Opens files by their path and archives on the web by their URL; `options` are for the web. */
export function archiveOpener(options: Omit<WebArchiveOptions, 'access' | 'signal'> = {}): OpenArchive {
  return (place, access, signal) =>
    isWebPlace(place)
      ? openWebBytes(place, { ...options, access, ...(signal === undefined ? {} : { signal }) })
      : openFileBytes(place)
}

export const openArchive: OpenArchive = archiveOpener()
