/** The proxies that are compared, and how each is started in front of the same two members. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { caddy, haproxy, httpd, httpdModules, nginx, ours } from './configurations.ts'
import { builtFile } from './programs.ts'

/** Where a proxy finds its members, and where it may write. */
export interface Site {
  readonly port: number
  readonly members: readonly [number, number]
  /** A directory for its files. */
  readonly directory: string
}

export interface Contender {
  readonly name: string
  /** A Node.js program, which collects garbage on SIGWINCH. */
  readonly isNode: boolean
  readonly isInstalled: () => boolean
  readonly command: string
  readonly args: (site: Site) => readonly string[]
  /** The configuration that goes to `configurationFile(site)`; absent: none. */
  readonly configuration?: (site: Site) => string
}

const cli = fileURLToPath(new URL('../../../../packages/cli/bin/fastify-balancer.js', import.meta.url))

/** What the others are held against. */
export const baselines = { httpd: 'httpd', replyFrom: '@fastify/reply-from' } as const

export const contenders: readonly Contender[] = [
  node('no proxy: node:http', 'direct'),
  node(baselines.replyFrom, 'reply-from'),
  node('@fastify/http-proxy', 'http-proxy'),
  node('http-proxy-3', 'http-proxy-3'),
  node('@fastify-balancer in an app', 'plugin'),
  {
    name: 'fastify-balancer httpd.conf',
    isNode: true,
    isInstalled: () => true,
    command: process.execPath,
    args: site => [cli, 'start', configurationFile(site)],
    configuration: ours
  },
  installed(baselines.httpd, '/usr/sbin/apache2', site => ['-f', configurationFile(site), '-D', 'FOREGROUND'], httpd, () => existsSync(httpdModules)),
  installed('nginx', '/usr/sbin/nginx', site => ['-c', configurationFile(site), '-p', site.directory, '-e', 'stderr'], nginx),
  installed('HAProxy', '/usr/sbin/haproxy', site => ['-q', '-f', configurationFile(site)], haproxy),
  installed('Caddy', '/usr/bin/caddy', site => ['run', '--adapter', 'caddyfile', '--config', configurationFile(site)], caddy)
]

export function configurationFile ({ directory }: Site): string {
  return `${directory}/proxy.conf`
}

function node (name: string, front: string): Contender {
  return {
    name,
    isNode: true,
    isInstalled: () => true,
    command: process.execPath,
    args: ({ port, members }) => [builtFile(`fronts/${front}`), String(port), ...members.map(String)]
  }
}

function installed (name: string, command: string, args: Contender['args'], configuration: (site: Site) => string, has = (): boolean => true): Contender {
  return { name, isNode: false, isInstalled: () => existsSync(command) && has(), command, args, configuration }
}

/** What a program says of its version, for the record. */
export function versionOf ({ command, isNode }: Contender): string {
  if (isNode) return ''
  for (const flag of ['-v', 'version']) {
    const { stdout, stderr, status } = spawnSync(command, [flag], { encoding: 'utf8' })
    const version = /\d+\.\d+\.\d+/.exec(`${stdout}${stderr}`)
    if (status === 0 && version !== null) return version[0]
  }
  return ''
}
