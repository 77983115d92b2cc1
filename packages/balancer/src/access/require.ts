/** Makes of `Require` and its containers a function that decides. */
import type { FastifyRequest } from 'fastify'
import { createAddresses } from './addresses.ts'
import type { Requirement, RequirementType } from './requirement.ts'
import '../fastify.ts'

export interface Visitor {
  readonly request: FastifyRequest
  /** Who has logged in; null: nobody has yet. */
  readonly user: string | null
  /** The groups of the user. */
  readonly groups: ReadonlySet<string>
}

/** `unknown`: it depends on who logs in. `neutral`: a negative requirement that does not hold lets nobody in and keeps nobody out. */
export type Verdict = 'granted' | 'denied' | 'unknown' | 'neutral'

export type Decide = (visitor: Visitor) => Verdict

type Create = (requirement: Requirement) => Decide

const known = (granted: boolean): Verdict => granted ? 'granted' : 'denied'

/** For requirements that go by the user. */
function ofUser (isMet: (visitor: Visitor, user: string) => boolean): Decide {
  return visitor => visitor.user === null ? 'unknown' : known(isMet(visitor, visitor.user))
}

const creators: Readonly<Record<RequirementType, Create>> = {
  all: ({ of }) => every(of.map(requirement => createDecide(requirement, true))),
  any: ({ of }) => some(of.map(requirement => createDecide(requirement, false))),
  none: ({ of }) => negate(some(of.map(requirement => createDecide(requirement, false)))),
  granted: () => () => 'granted',
  denied: () => () => 'denied',
  ip ({ words }) {
    const includes = createAddresses(words)
    return ({ request }) => known(includes(request.ip))
  },
  local ({ words }) {
    const includes = createAddresses(words)
    return ({ request }) => known(includes(request.ip) || isFromThisMachine(request))
  },
  'valid-user': () => ofUser(() => true),
  user: ({ words }) => ofUser((_visitor, user) => words.includes(user)),
  group: ({ words }) => ofUser(({ groups }) => words.some(group => groups.has(group))),
  method: ({ words }) => ({ request }) => known(words.includes(request.method) || (request.method === 'HEAD' && words.includes('GET'))),
  env: ({ words }) => ({ request: { environment } }) => known(environment !== null && words.some(name => environment.has(name)))
}

/** Whether it comes by another address of this machine, and not through somebody who says so. */
function isFromThisMachine ({ ip, raw: { socket } }: FastifyRequest): boolean {
  return ip !== undefined && ip === socket.localAddress && ip === socket.remoteAddress
}

/** Decides by everything that is required at a place. */
export function compileRequire (requirement: Requirement): Decide {
  const decide = createDecide(requirement, true)
  if (requirement.type !== 'any') return decide
  // Where everything is in <Limit>s, other methods are free.
  const limits = requirement.of.map(({ limit }) => limit)
  return visitor => limits.some(limit => applies(limit, visitor)) ? decide(visitor) : 'granted'
}

/** @param inAll what a `<Limit>` for other methods is in a container: granted where all must hold, else denied */
function createDecide (requirement: Requirement, inAll: boolean): Decide {
  const { type, not, limit } = requirement
  const plain = creators[type](requirement)
  const decide = not ? negate(plain) : plain
  return limit === null ? decide : visitor => applies(limit, visitor) ? decide(visitor) : known(inAll)
}

function applies (limit: Requirement['limit'], { request: { method } }: Visitor): boolean {
  if (limit === null) return true
  const named = limit.methods.includes(method) || (method === 'HEAD' && limit.methods.includes('GET'))
  return named !== limit.except
}

/** The gravest but `neutral`: denied, then unknown. */
function every (decisions: readonly Decide[]): Decide {
  return visitor => {
    let verdict: Verdict = 'neutral'
    for (const decide of decisions) {
      const each = decide(visitor)
      if (each === 'denied') return each
      if (each === 'unknown' || verdict === 'neutral') verdict = each === 'neutral' ? verdict : each
    }
    return verdict
  }
}

/** The mildest but `neutral`: granted, then unknown. */
function some (decisions: readonly Decide[]): Decide {
  return visitor => {
    let verdict: Verdict = 'neutral'
    for (const decide of decisions) {
      const each = decide(visitor)
      if (each === 'granted') return each
      if (each === 'unknown' || verdict === 'neutral') verdict = each === 'neutral' ? verdict : each
    }
    return verdict
  }
}

/** What is not denied is not granted by that. */
function negate (decide: Decide): Decide {
  return visitor => {
    const verdict = decide(visitor)
    return verdict === 'granted' ? 'denied' : verdict === 'denied' || verdict === 'unknown' ? 'neutral' : verdict
  }
}
