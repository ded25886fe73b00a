// Bundles the page into one file, dist/report.html. In it, `<!-- report data -->` stands once: whoever writes a report
// puts the two data blocks there. `--sample FILE [toy | bare]` writes a whole report of made-up data for looking at it.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const PLACE = '<!-- report data -->'
const here = (path) => fileURLToPath(new URL(path, import.meta.url))

const script = await bundle('src/main.tsx', 'iife')
const style = await bundle('src/styles/main.css')
const template = page(script.text, style.text, await licences(script.inputs))
const at = process.argv.indexOf('--sample')
if (at === -1) {
  await mkdir(here('dist'), { recursive: true })
  await writeFile(here('dist/report.html'), template)
  console.log(`dist/report.html: ${Math.ceil(Buffer.byteLength(template) / 1024)} KiB without data`)
} else {
  const target = process.argv[at + 1]
  if (target === undefined) throw new Error('Expected a file for --sample, got nothing')
  const reports = await load((await bundle('src/data/sample-inspection.ts', 'esm')).text)
  const { inspection, exhibits } = reports[`${process.argv[at + 2] ?? 'sample'}Report`]()
  const blocks = `${block('inspection', inspection)}\n${block('exhibits', exhibits)}`
  await writeFile(
    target,
    template.replace(PLACE, () => blocks),
  )
  console.log(target)
}

async function bundle(entry, format) {
  const { outputFiles, metafile } = await build({
    entryPoints: [here(entry)],
    absWorkingDir: here('.'),
    bundle: true,
    write: false,
    minify: true,
    charset: 'utf8',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    metafile: true,
    ...(format === undefined ? {} : { format }),
  })
  return { text: outputFiles[0].text.trimEnd(), inputs: Object.keys(metafile.inputs) }
}

/** The licences of the bundled libraries, which ask to travel along; equal texts once, under all their names. */
async function licences(inputs) {
  const folders = new Set(inputs.map((path) => /^(.*node_modules\/(@[^/]+\/)?[^/]+)\//.exec(path)?.[1]))
  folders.delete(undefined)
  const byText = new Map()
  for (const folder of [...folders].sort()) {
    const file = (await readdir(here(folder))).find((name) => /^licen[cs]e/i.test(name))
    if (file === undefined) throw new Error(`Expected a licence in ${folder}, got none`)
    const text = (await readFile(join(here(folder), file), 'utf8')).trim()
    const name = folder.replace(/^.*node_modules\//, '')
    byText.set(text, [...(byText.get(text) ?? []), name])
  }
  return [...byText].map(([text, names]) => `${names.join(', ')}\n\n${text}`).join('\n\n\n')
}

function page(script, style, licences) {
  if (/<\/script|<!--/i.test(script)) throw new Error('Expected no end of script for the bundle, got one')
  if (/<\/style/i.test(style)) throw new Error('Expected no end of style for the bundle, got one')
  if (/<\/script|<!--/i.test(licences)) throw new Error('Expected no end of script for the licences, got one')
  const hash = createHash('sha256').update(script).digest('base64')
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Inspection report</title>
<style>${style}</style>
</head>
<body>
<div id="report"><noscript>This report draws itself with the script in this file. Its numbers are in inspect.json.</noscript></div>
${PLACE}
<script type="text/plain" id="licences">${licences}</script>
<script>${script}</script>
</body>
</html>
`
}

/** JSON that no HTML parser reads as anything else. */
function block(id, value) {
  const json = JSON.stringify(value).replace(/[<\u2028\u2029]/g, (mark) => {
    return `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `<script type="application/json" id="${id}">${json}</script>`
}

function load(source) {
  return import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`)
}
