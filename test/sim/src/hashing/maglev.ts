import { hash } from '@fastify-balancer/core'
import type { Scheme } from './scheme.ts'

/**
 * Maglev (Eisenbud and others, NSDI 2016): the members take turns at claiming the entries of a table, each in its own order.
 * @param size a prime, much more than there are members
 */
export function maglev (size: number): Scheme {
  return members => {
    const table = new Int32Array(size).fill(-1)
    const next = members.map(name => hash(`${name} offset`) % size)
    const skip = members.map(name => hash(`${name} skip`) % (size - 1) + 1)
    for (let filled = 0; filled < size; filled++) {
      const turn = filled % members.length
      while (table[next[turn]!] !== -1) next[turn] = (next[turn]! + skip[turn]!) % size
      table[next[turn]!] = turn
    }
    return key => table[key % size]!
  }
}
