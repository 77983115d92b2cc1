/** Compares passwords with what htpasswd made of them. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { compare } from 'bcryptjs'
import { apr1 } from './apr1.ts'

type Compare = (password: string, hash: string) => boolean | Promise<boolean>

/** By how a hash begins. */
const kinds: ReadonlyArray<readonly [beginning: RegExp, compare: Compare]> = [
  [/^\$2[aby]\$\d\d\$[./\w]{53}$/, compare],
  [/^\$apr1\$[^$]{1,8}\$[./\w]{22}$/, (password, hash) => isSame(apr1(password, hash.split('$')[2]!), hash)],
  [/^\{SHA\}[\w+/]{27}=$/, (password, hash) => isSame(`{SHA}${createHash('sha1').update(password).digest('base64')}`, hash)]
]

/** Whether it is a hash of a kind that can be compared: bcrypt (`htpasswd -B`), apr1 (`-m`) or SHA-1 (`-s`). */
export function isPasswordHash (hash: string): boolean {
  return kinds.some(([beginning]) => beginning.test(hash))
}

/** @param hash one that `isPasswordHash` */
export async function isPassword (password: string, hash: string): Promise<boolean> {
  const [, compare] = kinds.find(([beginning]) => beginning.test(hash))!
  return compare(password, hash)
}

/** In a time that tells nothing of where they differ; hashes of one kind are equally long. */
function isSame (a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
