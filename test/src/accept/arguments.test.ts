import { readPresets } from '@warc2dataset/pipeline/models/read-presets'
import { describe, expect, it } from 'vitest'
import { parseArguments } from './arguments.js'
import { OPEN_CLIP_NAMES, openClipName } from './open-clip-names.js'
import { isTrained, reportName, reportPlace } from './report-place.js'

const NEEDED = ['--clip', 'model', '--warc', 'crawl.warc.gz']

describe('the command line of accept', () => {
  it('needs a model and an archive; the rest has a default', () => {
    expect(parseArguments(NEEDED)).toEqual({
      clip: 'model',
      warc: 'crawl.warc.gz',
      run: null,
      python: 'python3',
      openClip: null,
      pretrained: null,
      device: 'cpu',
      provider: 'auto',
      minPairs: 20,
      out: null,
    })
    const more = ['--open-clip', 'ViT-L-14', '--pretrained', 'w.pt', '--device', 'cuda', '--min-pairs', '3']
    expect(parseArguments([...NEEDED, ...more])).toMatchObject({
      openClip: 'ViT-L-14',
      pretrained: 'w.pt',
      device: 'cuda',
      minPairs: 3,
    })
  })

  it.each([
    [['--warc', 'a'], 'Expected the folder of a model for --clip, got none'],
    [['--clip', 'a'], 'Expected an archive for --warc, got none'],
    [[...NEEDED, '--out', ' '], 'Expected a value for --out'],
    [[...NEEDED, '--device', 'tpu'], 'Expected cpu, cuda for --device, got tpu'],
    [[...NEEDED, '--provider', 'gpu'], 'Expected auto, cpu, webgpu, cuda for --provider, got gpu'],
    [[...NEEDED, '--min-pairs', '0'], 'whole number of at least 1'],
    [[...NEEDED, 'more'], 'Expected flags only, got more'],
    [[...NEEDED, '--nope'], "Unknown option '--nope'"],
  ])('refuses %j', (args, message) => {
    expect(() => parseArguments(args)).toThrow(message)
    expect(() => parseArguments(args)).toThrow('Usage: npm run accept')
  })
})

describe('the name of a model in open_clip', () => {
  const nothing = { openClip: null, pretrained: null }

  it('is known for every preset', async () => {
    const names = (await readPresets()).map(({ name }) => name)
    expect(Object.keys(OPEN_CLIP_NAMES).sort()).toEqual([...names].sort())
  })

  it('can be given; a file keeps the preprocessing of the tag that it stands for', () => {
    expect(openClipName('b32', nothing)).toEqual({
      model: 'ViT-B-32-quickgelu',
      pretrained: 'openai',
      preprocessOf: 'openai',
    })
    expect(openClipName('b32', { openClip: null, pretrained: 'w.pt' })).toMatchObject({
      pretrained: 'w.pt',
      preprocessOf: 'openai',
    })
    expect(openClipName('b32', { openClip: 'ViT-B-32', pretrained: 'w.pt' })).toEqual({
      model: 'ViT-B-32',
      pretrained: 'w.pt',
      preprocessOf: null,
    })
    expect(openClipName('other', { openClip: 'hf-hub:a/b', pretrained: null }).pretrained).toBeNull()
  })

  it('is asked for where nobody knows it', () => {
    expect(() => openClipName('constructor', nothing)).toThrow(
      'for the model constructor, got none; known are b32',
    )
    expect(() => openClipName('b32', { openClip: 'ViT-B-32', pretrained: null })).toThrow('--pretrained')
  })
})

describe('the place of a report', () => {
  const random = { id: 'a/b', domain: 'nothing: random weights', toy: false }

  it('is docs/accept, by the id of the model', () => {
    expect(reportPlace({ ...random, domain: null }, null)).toMatch(/docs[\\/]accept[\\/]a_b\.json$/)
    expect(reportName('../x y|z')).toBe('__x_y_z.json')
  })

  it('is never docs for random weights or a toy', () => {
    expect(() => reportPlace(random, null)).toThrow('docs/accept is for trained weights')
    expect(isTrained({ domain: 'drawn scenes', toy: true })).toBe(false)
    expect(reportPlace(random, 'elsewhere.json')).toBe('elsewhere.json')
  })
})
