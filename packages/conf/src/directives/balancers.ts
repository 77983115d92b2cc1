/** `BalancerMember` and `ProxySet`. */
import { addMember, findBalancer, isBalancerUrl, mentionBalancer, setParameters } from '../balancer-draft.ts'
import { used } from '../directive.ts'
import type { Context, Directive, Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'
import { readParameters } from '../parameters.ts'

const contexts: readonly Context[] = ['server', 'virtualhost', 'proxy']

export const balancers: Rules = {
  BalancerMember: used(contexts, [1, Infinity], balancerMember),
  ProxySet: used(contexts, [1, Infinity], proxySet)
}

/** `[balancer://name] URL [key=value …]`, the parameters anywhere. */
function balancerMember (words: readonly string[], scope: Scope, { entry }: Directive): string {
  const bare = words.filter(word => !word.includes('='))
  const parameters = readParameters(words.filter(word => word.includes('=')))
  if (scope.balancer !== null) {
    if (bare.length !== 1) refuse(`takes one URL in <Proxy ${scope.balancer.url}>, not ${bare.length}`)
    return addMember(scope.balancer, bare[0]!, parameters, scope, entry)
  }
  const [balancer = '', url] = bare
  if (bare.length !== 2) refuse('takes balancer://name and one URL when it is not in a <Proxy balancer://name>')
  return addMember(mentionBalancer(scope.draft, balancer, entry), url!, parameters, scope, entry)
}

/** `[balancer://name] key=value …`. */
function proxySet (words: readonly string[], scope: Scope, { entry }: Directive): void {
  if (scope.balancer !== null) return setParameters(scope.balancer, readParameters(words), scope, entry)
  const [url = '', ...rest] = words
  if (!isBalancerUrl(url)) refuse('only balancers can be set: parameters of a plain URL stand on its ProxyPass')
  const balancer = findBalancer(scope.draft, url) ?? refuse(`no ${url} is defined up to here`)
  setParameters(balancer, readParameters(rest), scope, entry)
}
