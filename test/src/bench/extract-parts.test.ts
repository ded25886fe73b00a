import type { Profiler } from 'node:inspector'
import { describe, expect, it } from 'vitest'
import { partTimes } from './extract-parts.js'

type Frame = readonly [id: number, functionName: string, url: string, ...children: number[]]

function node([id, functionName, url, ...children]: Frame): Profiler.ProfileNode {
  return {
    id,
    callFrame: { functionName, url, scriptId: '0', lineNumber: 0, columnNumber: 0 },
    children,
  }
}

const IDLE = 99

/** A profile of samples of 1000 µs each, and an idle one at its end. */
function profile(frames: readonly Frame[], samples: readonly number[]): Profiler.Profile {
  return {
    nodes: [...frames, [IDLE, '(idle)', ''] as const].map(node),
    startTime: 0,
    endTime: 0,
    samples: [...samples, IDLE],
    timeDeltas: [7, ...samples.map(() => 1000)],
  }
}

const READER = 'file:///r/stages/dist/warc/read-archive.js'

describe('partTimes', () => {
  it('gives native and foreign functions to the module of ours that called them', () => {
    const frames: Frame[] = [
      [1, '(root)', '', 2, 8, IDLE],
      [2, 'readArchive', READER, 3, 6],
      [3, 'inflateMember', 'file:///r/stages/dist/warc/gzip-member.js', 4],
      [4, 'processChunkSync', 'node:zlib', 5, 9],
      [5, 'writeSync', ''],
      [6, 'registeredDomain', 'file:///r/stages/dist/html/registered-domain.js', 7],
      [7, 'parse', 'file:///r/node_modules/tldts/dist/index.js'],
      [8, '(garbage collector)', ''],
      [9, 'crc32', 'node:zlib'],
    ]
    const times = partTimes(profile(frames, [2, 3, 4, 5, 5, 6, 7, 8, 9]))
    expect(Object.fromEntries(times)).toEqual({
      records: 1000,
      inflate: 4000,
      references: 2000,
      'garbage collection': 1000,
      checksums: 1000,
    })
  })

  it('takes what comes before the first archive for the start, and idling for nothing', () => {
    const frames: Frame[] = [
      [1, '(root)', '', 2, 3, 5, 6, IDLE],
      [2, '(idle)', ''],
      [3, '', READER],
      [4, 'readArchive', READER],
      [5, 'load', 'file:///r/node_modules/eld/src/index.js'],
      [6, 'run', 'node:internal/process/task_queues', 4],
    ]
    const times = partTimes(profile(frames, [3, 2, 5, 5, 6, 4, 5, 6]))
    expect(Object.fromEntries(times)).toEqual({
      start: 2000,
      'start: language model': 2000,
      records: 1000,
      language: 1000,
      'Node itself': 1000,
    })
  })
})
