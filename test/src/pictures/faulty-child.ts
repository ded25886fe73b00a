import { writeFileSync } from 'node:fs'
import { inCheckout } from '../place.js'

/** What befalls a child as soon as it has a picture that ends in the word. */
export const faults = {
  segv: `process.kill(process.pid, 'SIGSEGV')`,
  abort: 'process.abort()',
  kill: `process.kill(process.pid, 'SIGKILL')`,
  exit: 'process.exit(0)',
  memory: 'const held = []; for (;;) held.push(Buffer.alloc(2 ** 25, 1))',
  heap: 'const held = []; for (;;) held.push([held.length])',
  hang: 'for (;;);',
} as const
export type Fault = keyof typeof faults

const mark = 'FAULT:'

/** The picture with the word behind its last byte, where decoders of JPEG and PNG do not look. */
export function faulty(picture: Buffer, fault: Fault): Buffer {
  return Buffer.concat([picture, Buffer.from(mark + fault)])
}

/** Writes a script for `childScript`: the real decoder child, but for pictures made by `faulty`. */
export function writeFaultyChild(path: string): string {
  const cases = Object.entries(faults).map(([word, does]) => `  if (word === '${word}') { ${does} }`)
  const real = inCheckout('stages/dist/picture/decode-child.js')
  const script = [
    `process.on('message', ({ bytes }) => {`,
    `  const tail = bytes.subarray(-16).toString('latin1')`,
    `  const word = tail.includes('${mark}') ? tail.slice(tail.indexOf('${mark}') + ${mark.length}) : ''`,
    ...cases,
    '})',
    `await import(${JSON.stringify(real)})`,
  ]
  writeFileSync(path, script.join('\n'))
  return path
}
