/** Hashes passwords as `htpasswd -m` does (APR's apr_md5_encode, which is FreeBSD's MD5-crypt under another name). */
import { createHash } from 'node:crypto'

const magic = '$apr1$'
const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Which bytes of the digest are written together, the highest first. */
const groups: ReadonlyArray<readonly number[]> = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5], [11]]

export function apr1 (password: string, salt: string): string {
  const key = Buffer.from(password)
  const seed = md5([key, salt, key])
  const parts: Array<Buffer | string> = [key, magic, salt]
  for (let left = key.length; left > 0; left -= 16) parts.push(seed.subarray(0, Math.min(16, left)))
  for (let bits = key.length; bits > 0; bits >>= 1) parts.push((bits & 1) === 1 ? '\0' : key.subarray(0, 1))
  let digest = md5(parts)
  for (let round = 0; round < 1000; round++) {
    const odd = (round & 1) === 1
    digest = md5([odd ? key : digest, round % 3 === 0 ? '' : salt, round % 7 === 0 ? '' : key, odd ? digest : key])
  }
  return `${magic}${salt}$${groups.map(group => encode(group.map(index => digest[index]!))).join('')}`
}

function md5 (parts: ReadonlyArray<Buffer | string>): Buffer {
  const hash = createHash('md5')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** Six bits a character, the lowest first: four characters of three bytes, two of one. */
function encode (bytes: readonly number[]): string {
  let number = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  let text = ''
  for (let count = bytes.length === 1 ? 2 : 4; count > 0; count--) {
    text += alphabet[number & 63]
    number >>= 6
  }
  return text
}
