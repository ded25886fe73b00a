import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * Makes DejaVu Sans, which comes with this package, known to the text renderer of this process, beside whatever fonts
 * the machine has: a machine may have none. Must be called before the first text is drawn; `scratch` must stay until
 * the last one is.
 */
export async function useOwnFont(scratch: string): Promise<void> {
  const fonts = dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
  const machine = process.env['FONTCONFIG_FILE'] ?? '/etc/fonts/fonts.conf'
  const config = join(scratch, 'fonts.conf')
  await writeFile(
    config,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">${escapePath(machine)}</include>
  <dir>${escapePath(fonts)}</dir>
  <cachedir>${escapePath(join(scratch, 'font-cache'))}</cachedir>
  <config><rescan><int>0</int></rescan></config>
</fontconfig>
`,
  )
  process.env['FONTCONFIG_FILE'] = config
}

function escapePath(path: string): string {
  return path.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
