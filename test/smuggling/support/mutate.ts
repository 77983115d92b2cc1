/** Makes odd messages odder, from a seed, so that what was found can be found again. */

/** A number below `sides`. */
export type Dice = (sides: number) => number

/** mulberry32 */
export function dice (seed: number): Dice {
  let state = seed
  return sides => {
    state = (state + 0x6d2b79f5) | 0
    let z = Math.imul(state ^ (state >>> 15), 1 | state)
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z
    return ((z ^ (z >>> 14)) >>> 0) % sides
  }
}

/** From FUZZ_SEED, for a failure that is to be repeated. */
export function seedOf (otherwise: number): number {
  return Number(process.env['FUZZ_SEED'] ?? otherwise)
}

const odd = [
  '\r\n', '\n', '\r', '\0', ' ', '\t', '\x0b', '\x7f', '\xff', ':', ';', ',', '0', 'f', '-1', '+', '\r\n ', '\r\n\r\n', '#', '%00', 'HTTP/1.1', ' HTTP/1.0',
  'Content-Length: 3\r\n', 'Content-Length: 0\r\n', 'Transfer-Encoding: chunked\r\n', 'Transfer-Encoding: x\r\n', 'Host: b.example\r\n', 'Connection: close\r\n',
  'Connection: Content-Length\r\n', '0\r\n\r\n', '3\r\nabc\r\n'
]

type Mutation = (bytes: string, roll: Dice, other: () => string) => string

const onLines = (change: (lines: string[], roll: Dice) => void): Mutation => (bytes, roll) => {
  const lines = bytes.split('\r\n')
  change(lines, roll)
  return lines.join('\r\n')
}

const mutations: readonly Mutation[] = [
  (bytes, roll, other) => bytes.slice(0, roll(bytes.length + 1)) + other().slice(roll(20)),
  (bytes, _roll, other) => bytes + other(),
  (bytes, roll) => bytes.slice(0, roll(bytes.length + 1)),
  (bytes, roll) => insert(bytes, roll, odd[roll(odd.length)]!),
  (bytes, roll) => insert(bytes, roll, odd[roll(odd.length)]!),
  (bytes, roll) => insert(bytes, roll, String.fromCharCode(roll(256))),
  (bytes, roll) => {
    const at = roll(bytes.length + 1)
    return bytes.slice(0, at) + bytes.slice(at + 1 + roll(4))
  },
  (bytes, roll) => {
    const at = roll(bytes.length + 1)
    const char = bytes.slice(at, at + 1)
    return bytes.slice(0, at) + (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase()) + bytes.slice(at + 1)
  },
  onLines((lines, roll) => lines.splice(roll(lines.length), 0, lines[roll(lines.length)]!)),
  onLines((lines, roll) => lines.splice(roll(lines.length), 1)),
  onLines((lines, roll) => lines.push(...lines.splice(roll(lines.length), 1)))
]

/** Changes the message in one to three places; `other` gives another message to join it with. */
export function mutate (message: string, roll: Dice, other: () => string): string {
  let bytes = message
  for (let times = roll(3); times >= 0; times--) bytes = mutations[roll(mutations.length)]!(bytes, roll, other)
  // toUpperCase knows letters that are no byte.
  return Buffer.from(bytes, 'latin1').toString('latin1')
}

function insert (bytes: string, roll: Dice, text: string): string {
  const at = roll(bytes.length + 1)
  return bytes.slice(0, at) + text + bytes.slice(at)
}
