/** The users of an `AuthUserFile`, and whether somebody is one of them. */
import { createHmac, randomBytes } from 'node:crypto'
import { keepFile } from './named-file.ts'
import { isPassword, isPasswordHash } from './password.ts'

/** What of a file cannot be used. */
export interface Flaw {
  readonly line: number
  readonly reason: string
}

export interface Users {
  /** `unknown`: there is no such user, which takes as long to tell as that the password is wrong. */
  readonly login: (user: string, password: string) => Promise<'known' | 'wrong' | 'unknown'>
}

/**
 * @param path of the file, which is read at once and again when it has changed
 * @param tell hears of entries that cannot be used: their users cannot log in
 */
export function createUsers (path: string, tell: (flaw: Flaw) => void): Users {
  const read = keepFile(path, text => parseUsers(text, tell))
  // A good password is remembered by its HMAC: bcrypt shall not cost its time with every request.
  const secret = randomBytes(32)
  const remembered = new Map<string, string>()
  return {
    async login (user, password) {
      const users = await read()
      const hash = users.get(user)
      const proof = createHmac('sha256', secret).update(`${hash}\n${password}`).digest('base64')
      if (hash !== undefined && remembered.get(user) === proof) return 'known'
      const [any] = users.values()
      const other = hash ?? any
      const isRight = other !== undefined && await isPassword(password, other)
      if (hash === undefined) return 'unknown'
      if (!isRight) return 'wrong'
      remembered.set(user, proof)
      return 'known'
    }
  }
}

/** `name:hash` in each line; the first of a name counts. */
function parseUsers (text: string, tell: (flaw: Flaw) => void): ReadonlyMap<string, string> {
  const users = new Map<string, string>()
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const [, user, hash] = /^([^:]*):([^:]*)/.exec(trimmed) ?? []
    if (user === undefined || hash === undefined) tell({ line: index + 1, reason: 'is not user:password' })
    else if (!isPasswordHash(hash)) tell({ line: index + 1, reason: `the password of ${user} is neither bcrypt (htpasswd -B) nor apr1 (-m) nor SHA (-s)` })
    else if (!users.has(user)) users.set(user, hash)
  }
  return users
}
