// Makes warc2dataset-VERSION.tgz: one package to install anywhere, with the workspaces bundled inside. The libraries that
// they need stay dependencies, in the exact versions of the manifests.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = resolve(process.argv[2] ?? '.')
const WORKSPACES = {
  schemas: ['dist'],
  stages: ['dist', 'models'],
  web: ['dist/report.html'],
  pipeline: ['dist', 'bin'],
}

const staging = mkdtempSync(join(tmpdir(), 'warc2dataset-package-'))
try {
  const dependencies = {}
  for (const [name, folders] of Object.entries(WORKSPACES)) {
    const manifest = readJson(join(root, name, 'package.json'))
    for (const [library, version] of Object.entries(manifest.dependencies ?? {})) {
      if (!library.startsWith('@warc2dataset/')) dependencies[library] = version
    }
    const place = bundled(name)
    for (const folder of folders)
      cpSync(join(root, name, folder), join(place, folder), { recursive: true, filter })
    const { devDependencies: _dev, scripts: _scripts, bin: _bin, ...rest } = manifest
    writeJson(join(place, 'package.json'), rest)
  }
  for (const folder of ['recipes', 'models', 'prompts', 'lexicons']) {
    cpSync(join(root, 'configs', folder), join(bundled('configs'), folder), { recursive: true })
  }
  const { version, license, description, engines } = readJson(join(root, 'package.json'))
  writeJson(join(bundled('configs'), 'package.json'), { name: '@warc2dataset/configs', version, license })
  const own = [...Object.keys(WORKSPACES), 'configs'].map((name) => `@warc2dataset/${name}`)
  writeJson(join(staging, 'package.json'), {
    name: 'warc2dataset',
    version,
    license,
    description,
    type: 'module',
    engines,
    bin: { warc2dataset: 'bin/warc2dataset.mjs' },
    exports: { '.': './index.js' },
    dependencies: { ...sorted(dependencies), ...Object.fromEntries(own.map((name) => [name, version])) },
    bundleDependencies: own,
  })
  mkdirSync(join(staging, 'bin'))
  writeFileSync(
    join(staging, 'bin/warc2dataset.mjs'),
    "#!/usr/bin/env node\nimport '@warc2dataset/pipeline/cli/main'\n",
    { mode: 0o755 },
  )
  writeFileSync(join(staging, 'index.js'), "export * from '@warc2dataset/pipeline'\n")
  for (const name of ['README.md', 'LICENSE', 'CHANGELOG.md']) cpSync(join(root, name), join(staging, name))
  const { status, stdout } = spawnSync('npm', ['pack', '--silent', '--pack-destination', target], {
    cwd: staging,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 2],
  })
  if (status !== 0) process.exit(status ?? 1)
  console.log(join(target, basename(stdout.trim())))
} finally {
  rmSync(staging, { recursive: true, force: true })
}

function bundled(name) {
  const place = join(staging, 'node_modules/@warc2dataset', name)
  mkdirSync(place, { recursive: true })
  return place
}

/** What only tests need stays at home. */
function filter(path) {
  return !/\.test\.(js|d\.ts)(\.map)?$|\.tsbuildinfo$|\.map$|\.py$/.test(path)
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function writeJson(path, value) {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)
}

function sorted(table) {
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)))
}
