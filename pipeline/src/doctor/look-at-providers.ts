import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { checkModel } from '@warc2dataset/stages/clip/model/check-model'
import { bundledModel, type ClipModel, loadModel } from '@warc2dataset/stages/clip/model/load-model'
import { PROVIDERS, type Provider } from '@warc2dataset/stages/clip/model/open-tower'
import { probeProvider } from '@warc2dataset/stages/clip/model/probe-provider'
import { attempt, type Finding, ok, oneLine } from './finding.js'
import { runQuietly } from './run-quietly.js'

/** Seconds until a provider counts as hanging; compiling kernels takes a minute on slow devices. */
const PROBE_MS = 180_000

/** The model runtime, and each provider as the bundled toy runs on it. */
export async function lookAtProviders(): Promise<readonly Finding[]> {
  const runtime = readRuntime()
  const model = await loadModel(bundledModel())
  const version = ok('onnxruntime-node', `${runtime.version} at ${runtime.folder}`)
  const toy = await attempt(
    'bundled model',
    async () => {
      await checkModel(model)
      return `${model.manifest.id} is whole and opens`
    },
    { state: 'missing', steps: ['Install warc2dataset again: a file of it is missing or changed.'] },
  )
  const providers: Finding[] = []
  for (const provider of PROVIDERS) providers.push(await look(provider, model, runtime))
  return [version, toy, ...providers]
}

interface Runtime {
  readonly version: string
  readonly folder: string
  /** Where its shared libraries lie. */
  readonly libraries: string
}

/** The runtime that the stages load, wherever the installation put it. */
function readRuntime(): Runtime {
  const manifest = createRequire(bundledModel()).resolve('onnxruntime-node/package.json')
  const { version } = createRequire(import.meta.url)(manifest) as { version: string }
  const folder = dirname(manifest)
  return { version, folder, libraries: join(folder, 'bin/napi-v6', process.platform, process.arch) }
}

async function look(provider: Provider, model: ClipModel, runtime: Runtime): Promise<Finding> {
  const name = `provider ${provider}`
  try {
    await probeProvider(model, provider, { timeoutMs: PROBE_MS })
    return ok(name, 'runs the bundled model with the numbers of the CPU')
  } catch (error) {
    if (!(error instanceof RunError)) throw error
    const found = oneLine(error.message.replace(/^.*?, got /, ''))
    if (provider === 'cpu') return { name, state: 'missing', found, steps: ['Install warc2dataset again.'] }
    const steps = provider === 'cuda' ? await cudaSteps(runtime) : await webgpuSteps()
    return { name, state: 'absent', found, steps }
  }
}

/** The command that brings the CUDA provider of this installation. It downloads; nothing else here does. */
export function cudaCommand(folder: string): string {
  return `node ${quoted(join(folder, 'script/install.js'))} --onnxruntime-node-install=cuda12`
}

async function cudaSteps({ folder, libraries }: Runtime): Promise<readonly string[]> {
  const gpus = (await runQuietly('nvidia-smi', ['-L']))?.trim().split('\n')
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return ['onnxruntime-node has CUDA on Linux x64 only.']
  const seen =
    gpus === undefined
      ? 'nvidia-smi is not there or fails: no NVIDIA driver is seen.'
      : `nvidia-smi sees ${gpus.join('; ')}.`
  if (!existsSync(join(libraries, 'libonnxruntime_providers_cuda.so')))
    return [
      seen,
      `With an NVIDIA GPU, this one step brings the CUDA provider (from NuGet): ${cudaCommand(folder)}`,
    ]
  return [
    seen,
    'The CUDA provider is installed. It also needs CUDA 12 and cuDNN 9: their folders must be in LD_LIBRARY_PATH.',
  ]
}

const ICD_FOLDERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d']

async function webgpuSteps(): Promise<readonly string[]> {
  if (process.platform !== 'linux') return []
  const libraries = (await runQuietly('ldconfig', ['-p'])) ?? (await runQuietly('/sbin/ldconfig', ['-p']))
  const drivers = await vulkanDrivers()
  return [
    ...(libraries?.includes('libvulkan.so.1') === true
      ? []
      : ['libvulkan.so.1 is not found; on Debian and Ubuntu: apt-get install libvulkan1']),
    drivers.length > 0
      ? `Vulkan drivers: ${drivers.join(', ')}. VK_DRIVER_FILES chooses one.`
      : `No Vulkan driver is found in ${ICD_FOLDERS[0]}; the GPU's own driver brings one. In a container, NVIDIA_DRIVER_CAPABILITIES must have graphics, or be all.`,
  ]
}

async function vulkanDrivers(): Promise<readonly string[]> {
  const named = process.env['VK_DRIVER_FILES'] ?? process.env['VK_ICD_FILENAMES']
  if (named !== undefined && named !== '') return named.split(':')
  const found: string[] = []
  for (const folder of ICD_FOLDERS) {
    if (!existsSync(folder)) continue
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
    found.push(...names.map((name) => join(folder, name)))
  }
  return found
}

function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
}
