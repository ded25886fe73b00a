import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'

const NAME = '.pull.pid'

/**
 * Runs `work` while no other process of this machine pulls into `folder`, which is created. A process that died while
 * it held the folder does not hold it any more. @throws RunError exit 2 if another one does.
 */
export async function holdFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, NAME)
  if (!(await claim(path))) {
    const holder = Number(await readFile(path, 'utf8').catch(() => ''))
    if (Number.isInteger(holder) && holder > 0 && isAlive(holder))
      throw new RunError(
        'usage',
        `Expected one pull at a time into ${folder}, got another of process ${holder}`,
      )
    await rm(path, { force: true })
    if (!(await claim(path)))
      throw new RunError('usage', `Expected one pull at a time into ${folder}, got another`)
  }
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}

async function claim(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx')
    await file.writeFile(String(process.pid)).finally(() => file.close())
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
