import { existsSync, readFileSync } from 'node:fs'
import { expect, describe as group, it } from 'vitest'
import { attempt, oneLine } from '../doctor/finding.js'
import { lookAtMachine } from '../doctor/look-at-machine.js'
import { cudaCommand, lookAtProviders } from '../doctor/look-at-providers.js'
import { describe } from './doctor.js'

group('doctor', () => {
  it('finds that this machine, which runs the tests, can run on the CPU', async () => {
    const findings = [...(await lookAtMachine('/nowhere/at/all')), ...(await lookAtProviders())]
    const stateOf = (name: string) => findings.find((finding) => finding.name === name)?.state
    for (const name of [
      'Node',
      'sharp',
      'DuckDB',
      'decoder',
      'onnxruntime-node',
      'bundled model',
      'provider cpu',
    ])
      expect([name, stateOf(name)]).toEqual([name, 'ok'])
    expect(findings.filter(({ state }) => state === 'missing')).toEqual([])
    for (const { state, steps, name } of findings)
      if (state !== 'ok') expect([name, steps.length > 0]).toEqual([name, true])
  }, 120_000)

  it('names a script that is there and knows the flag', async () => {
    const runtime = (await lookAtProviders()).find(({ name }) => name === 'onnxruntime-node')?.found ?? ''
    const folder = runtime.split(' at ')[1] ?? ''
    const [, script = '', flag = ''] = /^node (\S+) (\S+)$/.exec(cudaCommand(folder)) ?? []
    expect(existsSync(script)).toBe(true)
    expect(readFileSync(script, 'utf8')).toContain(flag)
    expect(cudaCommand("/a b/it's")).toBe(
      `node '/a b/it'\\''s/script/install.js' --onnxruntime-node-install=cuda12`,
    )
  }, 120_000)

  it('says what is missing and what to do', async () => {
    const broken = await attempt('thing', async () => Promise.reject(new Error('not\n here')), {
      state: 'missing',
      steps: ['get it'],
    })
    expect(describe([broken], false)).toMatch(
      /^MISSING {2}thing {2}not here\n +-> get it\n\nA run is not possible/,
    )
    expect(oneLine('/src/core/x.cc:136 f(const C&)::<lambda()> a == b was false. No adapter')).toBe(
      'No adapter',
    )
  })
})
