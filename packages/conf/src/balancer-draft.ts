/** Collects a balancer from all the places that speak of it. */
import { readMemberUrl } from '@fastify-balancer/core'
import type { Scope } from './directive.ts'
import type { BalancerDraft, Draft } from './draft.ts'
import { refuse } from './errors.ts'
import { checkParameters, resolveChecks } from './health-checks.ts'
import { readUrl } from './member-url.ts'
import { checkBalancerParameters, memberParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { formatPlace } from './report.ts'
import type { Entry } from './report.ts'

/** The balancer of a URL, in any case and whatever path follows; undefined: there is none yet. */
export function findBalancer ({ balancers }: Draft, url: string): BalancerDraft | undefined {
  return balancers.get(balancerName(url))
}

/** The balancer of a URL; its first mention makes it. */
export function mentionBalancer ({ balancers }: Draft, url: string, entry: Entry): BalancerDraft {
  const name = balancerName(url)
  const balancer = balancers.get(name) ?? { name, url: `balancer://${name}`, entry, parameters: new Map(), members: [] }
  balancers.set(name, balancer)
  return balancer
}

export function isBalancerUrl (url: string): boolean {
  return /^balancer:\/\//i.test(url)
}

/** @throws FST_BALANCER_BAD_PARAMETER */
export function balancerName (url: string): string {
  const [, name] = /^balancer:\/\/([^\s/?#$]+)/i.exec(url) ?? refuse(`a balancer is balancer://name, not "${url}"`)
  return name!.toLowerCase()
}

/** Later parameters win, but not over those of another server: all servers share the balancer, where httpd copies it. */
export function setParameters (balancer: BalancerDraft, given: Parameters, { draft, server }: Scope, entry: Entry): void {
  checkBalancerParameters(balancer.url, given, draft.modules)
  for (const [name, value] of Object.entries(given)) {
    const other = balancer.parameters.get(name)
    if (other !== undefined && other.server !== server && other.value !== value) {
      refuse(`${balancer.url} has ${name}=${other.value} from ${formatPlace(other.entry)}, and all virtual hosts share it`)
    }
    balancer.parameters.set(name, { value, server, entry })
  }
}

/**
 * httpd shares a member whose URL is there already, or the beginning of it, and drops the parameters of the second
 * (AH01150). Here the same URL is refused, and a longer one makes its own member.
 * @returns a note
 */
export function addMember (balancer: BalancerDraft, text: string, given: Parameters, { draft, server }: Scope, entry: Entry): string {
  const url = readUrl(text, `${balancer.url} member`, draft.runtimeDir)
  const identity = readMemberUrl(url, balancer.url).url
  const twin = balancer.members.find(member => member.identity === identity)
  if (twin !== undefined) refuse(`${identity} is a member of ${balancer.url} already, from ${formatPlace(twin.entry)}`)
  const [first] = balancer.members
  if (first !== undefined && first.server !== server) {
    refuse(`${balancer.url} has members from ${formatPlace(first.entry)}, and all virtual hosts share it: use another name`)
  }
  const shorter = balancer.members.find(member => identity.startsWith(member.identity))
  const whose = `${balancer.url} member ${identity}`
  const { parameters, note } = memberParameters(whose, resolveChecks(server.healthChecks, whose, given))
  if (Object.keys(given).some(name => checkParameters.has(name))) draft.hcheck = true
  balancer.members.push({ options: { url, ...parameters }, identity, server, entry })
  return [note, shorter === undefined ? '' : `httpd would share ${shorter.identity}`].filter(Boolean).join(', ')
}
