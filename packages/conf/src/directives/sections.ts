/** The sections, and what holds inside of them. */
import { resolve } from 'node:path'
import { readAddress } from '../address.ts'
import { isBalancerUrl, mentionBalancer, setParameters } from '../balancer-draft.ts'
import { all, enter, servers, used } from '../directive.ts'
import type { Context, Directive, Outcome, Rules, Scope, Use } from '../directive.ts'
import { createSection, createServer } from '../draft.ts'
import { refuse } from '../errors.ts'
import { isGlob, readGlob } from '../glob.ts'
import { readParameters } from '../parameters.ts'
import { readPattern } from '../pattern.ts'
import type { SectionKind } from '../settings.ts'

const later = ['<If>', '<ElseIf>', '<Else>', '<IfVersion>', '<IfFile>', '<IfDirective>', '<IfSection>', '<Macro>']

const aboutFiles: readonly Context[] = [...servers, 'directory']

export const sections: Rules = {
  '<VirtualHost>': used(['server'], [1, Infinity], virtualHost),
  '<Proxy>': used(servers, [1, Infinity], proxy),
  '<ProxyMatch>': used(servers, [1, 1], section('proxy', 'proxy', readPattern)),
  '<Location>': used(servers, [1, 2], section('location', 'location', locationPath)),
  '<LocationMatch>': used(servers, [1, 1], section('location', 'location', readPattern)),
  '<Directory>': used(servers, [1, 2], section('directory', 'directory', directoryPath)),
  '<DirectoryMatch>': used(servers, [1, 1], section('directory', 'directory', readPattern)),
  '<Files>': used(aboutFiles, [1, 2], section('files', 'directory', fileName)),
  '<FilesMatch>': used(aboutFiles, [1, 1], section('files', 'directory', readPattern)),
  ...all(later, { verdict: 'refused', why: 'not supported yet' })
}

function virtualHost (words: readonly string[], scope: Scope, { entry }: Directive): Outcome {
  const server = createServer(words.map(readAddress), entry)
  scope.draft.virtualHosts.push(server)
  return enter({ ...scope, context: 'virtualhost', within: entry.directive, server, settings: server.settings })
}

/** `balancer://name [key=value …]`, or another URL, or a wildcard. */
function proxy ([url = '', ...words]: readonly string[], scope: Scope, { entry }: Directive): Outcome {
  if (!isBalancerUrl(url) || isGlob(url)) {
    if (words.length > 0) refuse('parameters of a plain URL stand on its ProxyPass')
    const match = isGlob(url) ? readGlob(url, '.') : url
    return enterSection('proxy', 'proxy', match, scope, entry)
  }
  const balancer = mentionBalancer(scope.draft, url, entry)
  setParameters(balancer, readParameters(words), scope, entry)
  const rest = url.slice('balancer://'.length + balancer.name.length)
  const { inside, ...outcome } = enterSection('proxy', 'proxy', balancer.url + rest, scope, entry)
  return { ...outcome, inside: { ...inside!, balancer } }
}

function locationPath (path: string): string | RegExp {
  if (!path.startsWith('/')) refuse(`the path must begin with /: "${path}"`)
  return isGlob(path) ? readGlob(path, '[^/]') : path
}

function directoryPath (path: string, { draft }: Scope): string | RegExp {
  const absolute = resolve(draft.serverRoot, path)
  return isGlob(path) ? readGlob(absolute, '[^/]', '(?:/|$)') : absolute
}

function fileName (name: string): string | RegExp {
  return isGlob(name) ? readGlob(name, '.') : name
}

/** `~ expression` in place of the name is an expression, as in the section's `Match`. */
function section (kind: SectionKind, context: Context, read: (text: string, scope: Scope) => string | RegExp): Use {
  return ([first = '', second], scope, { entry }) => {
    if (second !== undefined && first !== '~') refuse(`takes one path, or ~ and an expression, not "${first} ${second}"`)
    return enterSection(kind, context, second === undefined ? read(first, scope) : readPattern(second), scope, entry)
  }
}

function enterSection (kind: SectionKind, context: Context, match: string | RegExp, scope: Scope, entry: Directive['entry']): Outcome {
  const section = createSection({ kind, match, within: scope.section?.match ?? null, entry })
  scope.server.sections.push(section)
  const { settings, requirements } = section
  return enter({ ...scope, context, within: entry.directive, section, location: kind === 'location' ? section : null, settings, requirements, limit: null })
}
