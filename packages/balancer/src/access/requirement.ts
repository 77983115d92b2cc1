import { loopback, readSubnet } from './addresses.ts'

/** What a `Require` goes by, or how its container joins what is in it. */
export type RequirementType = 'all' | 'any' | 'none' | 'granted' | 'denied' | 'ip' | 'local' | 'user' | 'valid-user' | 'group' | 'method' | 'env'

/** httpd's `Require` and its containers. */
export interface Requirement {
  readonly type: RequirementType
  /** Subnets such as `10.1.0.0/16`, users, groups, methods or variables, of which one is enough. */
  readonly words: readonly string[]
  /** `Require not`. */
  readonly not: boolean
  /** For which methods it is, as in `<Limit>`, or for which it is not, as in `<LimitExcept>`. null: for all. */
  readonly limit: { readonly methods: readonly string[], readonly except: boolean } | null
  /** What is in a container. */
  readonly of: readonly Requirement[]
}

export function requirement (type: RequirementType, words: readonly string[] = [], of: readonly Requirement[] = []): Requirement {
  return { type, words, not: false, limit: null, of }
}

/**
 * Reads what stands behind httpd's `Require`: `ip …`, `local`, `user …`, `valid-user`, `all granted`, `all denied`.
 * @returns undefined: it is none of these
 */
export function readRequirement (text: string): Requirement | undefined {
  const [provider = '', ...words] = text.trim().split(/\s+/)
  switch (provider.toLowerCase()) {
    case 'ip': {
      const subnets = words.map(readSubnet)
      return subnets.length > 0 && subnets.every(subnet => subnet !== undefined) ? requirement('ip', subnets) : undefined
    }
    case 'user': return words.length > 0 ? requirement('user', words) : undefined
    case 'local': return words.length === 0 ? requirement('local', loopback) : undefined
    case 'valid-user': return words.length === 0 ? requirement('valid-user') : undefined
    case 'all': return readAll(words.join(' ').toLowerCase())
    default: return undefined
  }
}

function readAll (word: string): Requirement | undefined {
  return word === 'granted' || word === 'denied' ? requirement(word) : undefined
}
