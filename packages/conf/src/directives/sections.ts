/** The sections, and what holds inside of them. */
import { readAddress } from '../address.ts'
import { isBalancerUrl, mentionBalancer, setParameters } from '../balancer-draft.ts'
import { all, enter, filesAreNotServed, servers, used } from '../directive.ts'
import type { Context, Directive, Outcome, Rules, Scope } from '../directive.ts'
import { createServer } from '../draft.ts'
import { refuse } from '../errors.ts'
import { readParameters } from '../parameters.ts'

const later = ['<ProxyMatch>', '<LocationMatch>', '<Limit>', '<LimitExcept>', '<RequireAll>', '<RequireAny>', '<RequireNone>',
  '<If>', '<ElseIf>', '<Else>', '<IfVersion>', '<IfFile>', '<IfDirective>', '<IfSection>', '<Macro>']

const aboutFiles: readonly Context[] = [...servers, 'directory']

export const sections: Rules = {
  '<VirtualHost>': used(['server'], [1, Infinity], virtualHost),
  '<Proxy>': used(servers, [1, Infinity], proxy),
  '<Location>': used(servers, [1, 2], location),
  ...all(['<Directory>', '<DirectoryMatch>', '<Files>', '<FilesMatch>'], used(aboutFiles, [1, 2], files)),
  ...all(later, { verdict: 'refused', why: 'not supported yet' })
}

function virtualHost (words: readonly string[], scope: Scope, { entry }: Directive): Outcome {
  const server = createServer(words.map(readAddress), { file: entry.file, line: entry.line })
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

function location ([path = '', ...rest]: readonly string[], scope: Scope, { entry }: Directive): Outcome {
  if (rest.length > 0 || /[*?[]/.test(path)) refuse('patterns are not supported yet')
  if (!path.startsWith('/')) refuse(`the path must begin with /: "${path}"`)
  const section = { path, entry, handler: null, requires: [] }
  scope.server.sections.push(section)
  return enter({ ...scope, context: 'location', within: entry.directive, location: section })
}

function files (_words: readonly string[], scope: Scope, { entry }: Directive): Outcome {
  return { verdict: 'ignored', note: filesAreNotServed, inside: { ...scope, context: 'directory', within: entry.directive } }
}
