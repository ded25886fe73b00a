// Makes a fresh clone ready: installs what the lockfile says, then builds. Does nothing that is done already.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('..', import.meta.url)
process.chdir(fileURLToPath(root))

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Expected Node 20.19 or later, got ${process.versions.node}`)
  process.exit(1)
}

const stamp = new URL('node_modules/.warc2dataset-lock', root)
const lock = createHash('sha256')
  .update(readFileSync(new URL('package-lock.json', root)))
  .digest('hex')
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  // Not `npm ci`: it refuses a lockfile without the optional packages of other platforms, which npm leaves out where a
  // registry does not carry them. Versions are exact and come from the lockfile all the same.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund'])
  mkdirSync(new URL('.', stamp), { recursive: true })
  writeFileSync(stamp, lock)
}
run('npx', ['--no-install', 'turbo', 'run', 'build', '--output-logs=errors-only'])

function run(command, args) {
  // Build output is not the program's: stdout stays free for it.
  const env = {
    ...process.env,
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  }
  const { status, error } = spawnSync(command, args, {
    stdio: ['ignore', 2, 2],
    env,
    shell: process.platform === 'win32',
  })
  if (error) console.error(error.message)
  if (status !== 0) process.exit(status ?? 1)
}
