/** The sections, and what holds inside of them. */
import { readAddress } from '../address.ts'
import { isBalancerUrl, mentionBalancer, setParameters } from '../balancer-draft.ts'
import type { SectionPath } from '../configuration.ts'
import { all, enter, filesAreNotServed, servers, used } from '../directive.ts'
import type { Context, Directive, Outcome, Rules, Scope } from '../directive.ts'
import { createServer } from '../draft.ts'
import type { SectionDraft } from '../draft.ts'
import { refuse } from '../errors.ts'
import { isGlob, readGlob } from '../glob.ts'
import { readParameters } from '../parameters.ts'
import { readPattern } from '../pattern.ts'

const later = ['<ProxyMatch>', '<Limit>', '<LimitExcept>', '<RequireAll>', '<RequireAny>', '<RequireNone>',
  '<If>', '<ElseIf>', '<Else>', '<IfVersion>', '<IfFile>', '<IfDirective>', '<IfSection>', '<Macro>']

const aboutFiles: readonly Context[] = [...servers, 'directory']

export const sections: Rules = {
  '<VirtualHost>': used(['server'], [1, Infinity], virtualHost),
  '<Proxy>': used(servers, [1, Infinity], proxy),
  '<Location>': used(servers, [1, 2], location),
  '<LocationMatch>': used(servers, [1, 1], ([pattern = ''], scope, directive) => section(readPattern(pattern), scope, directive)),
  ...all(['<Directory>', '<DirectoryMatch>', '<Files>', '<FilesMatch>'], used(aboutFiles, [1, 2], files)),
  ...all(later, { verdict: 'refused', why: 'not supported yet' })
}

function virtualHost (words: readonly string[], scope: Scope, { entry }: Directive): Outcome {
  const server = createServer(words.map(readAddress), entry)
  scope.draft.virtualHosts.push(server)
  return enter({ ...scope, context: 'virtualhost', within: entry.directive, server })
}

/** `balancer://name [key=value …]`; `*` and other URLs can hold nothing but `Require all granted`. */
function proxy ([url = '', ...words]: readonly string[], scope: Scope, { entry }: Directive): Outcome {
  const inside: Scope = { ...scope, context: 'proxy', within: entry.directive }
  if (!isBalancerUrl(url)) {
    if (words.length > 0) refuse('parameters of a plain URL stand on its ProxyPass')
    return enter(inside)
  }
  const balancer = mentionBalancer(scope.draft, url, entry)
  setParameters(balancer, readParameters(words), scope, entry)
  return enter({ ...inside, balancer })
}

/** A path, one with wildcards, or `~` and a pattern. */
function location ([path = '', ...rest]: readonly string[], scope: Scope, directive: Directive): Outcome {
  if (path === '~') {
    return section(readPattern(rest[0] ?? refuse('~ needs a pattern')), scope, directive)
  }
  if (rest.length > 0) refuse(`takes one path, or ~ and a pattern, not "${path} ${rest[0]}"`)
  if (!path.startsWith('/')) refuse(`the path must begin with /: "${path}"`)
  return section(isGlob(path) ? readGlob(path, '[^/]') : path, scope, directive)
}

function section (match: SectionPath, scope: Scope, { entry }: Directive): Outcome {
  const location: SectionDraft = { match, entry, handler: null, requires: [] }
  scope.server.sections.push(location)
  return enter({ ...scope, context: 'location', within: entry.directive, location })
}

function files (_words: readonly string[], scope: Scope, { entry }: Directive): Outcome {
  return { verdict: 'ignored', note: filesAreNotServed, inside: { ...scope, context: 'directory', within: entry.directive } }
}
