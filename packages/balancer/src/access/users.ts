/** The users who may log in, and whether somebody is one of them. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { keepFile } from './named-file.ts'
import { isPassword, isPasswordHash } from './password.ts'

const key = randomBytes(32)

/** What of a file cannot be used. */
export interface Flaw {
  readonly line: number
  readonly reason: string
}

/** Tells whether a password is the user's. */
export type Secret = (password: string) => boolean | Promise<boolean>

export interface Users {
  /**
   * `unknown`: there is no such user, which takes as long to tell as that the password is wrong. `refused`: it was not looked at.
   * Passwords are looked at one after the other, so that who may not guess any more is known before the next guess.
   * @param guesses whether there may be another. Default: as many as somebody likes
   */
  readonly login: (user: string, password: string, guesses?: Guesses) => Promise<'known' | 'wrong' | 'unknown' | 'refused'>
}

/** Counts guesses. */
export interface Guesses {
  readonly mayTry: () => boolean
  readonly failed: () => void
}

const unlimited: Guesses = { mayTry: () => true, failed: () => {} }

/**
 * The users of a file that htpasswd writes.
 * @param path of the file, which is read at once and again when it has changed
 * @param tell hears of entries that cannot be used: their users cannot log in
 * @throws what node:fs throws
 */
export function createUsers (path: string, tell: (flaw: Flaw) => void): Users {
  return usersOf(readUsers(path, tell))
}

/** As `createUsers`: the secrets of the file's users. */
export function readUsers (path: string, tell: (flaw: Flaw) => void): () => Promise<ReadonlyMap<string, Secret>> {
  return keepFile(path, text => parseUsers(text, tell))
}

/** @param read tells the users' secrets as they are now */
export function usersOf (read: () => Promise<ReadonlyMap<string, Secret>>): Users {
  // A good password is remembered by its HMAC: bcrypt shall not cost its time with every request.
  const remembered = new WeakMap<Secret, Buffer>()
  let last: Promise<unknown> = Promise.resolve()
  return {
    async login (user, password, { mayTry, failed } = unlimited) {
      if (!mayTry()) return 'refused'
      const users = await read()
      const secret = users.get(user)
      const proof = digest(password)
      const good = secret === undefined ? undefined : remembered.get(secret)
      if (good !== undefined && timingSafeEqual(good, proof)) return 'known'
      const [any] = users.values()
      const outcome = last.then(async () => {
        if (!mayTry()) return 'refused'
        const isRight = await (secret ?? any)?.(password) ?? false
        if (secret !== undefined && isRight) {
          remembered.set(secret, proof)
          return 'known'
        }
        failed()
        return secret === undefined ? 'unknown' : 'wrong'
      })
      last = outcome
      return outcome
    }
  }
}

/** The secret of a user whose password is known; it is compared in a time that tells nothing of where, or how far, another differs. */
export function secretOf (expected: string): Secret {
  const own = digest(expected)
  return password => timingSafeEqual(digest(password), own)
}

function digest (password: string): Buffer {
  return createHmac('sha256', key).update(password).digest()
}

/** @param hash one that `isPasswordHash` */
export function secretOfHash (hash: string): Secret {
  return password => isPassword(password, hash)
}

/** `name:hash` in each line; the first of a name counts. */
function parseUsers (text: string, tell: (flaw: Flaw) => void): ReadonlyMap<string, Secret> {
  const users = new Map<string, Secret>()
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const [, user, hash] = /^([^:]*):([^:]*)/.exec(trimmed) ?? []
    if (user === undefined || hash === undefined) tell({ line: index + 1, reason: 'is not user:password' })
    else if (!isPasswordHash(hash)) tell({ line: index + 1, reason: `the password of ${user} is neither bcrypt (htpasswd -B) nor apr1 (-m) nor SHA (-s)` })
    else if (!users.has(user)) users.set(user, secretOfHash(hash))
  }
  return users
}
