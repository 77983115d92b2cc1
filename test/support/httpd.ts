/** Starts a real Apache httpd 2.4, as Debian packages it, to be asked the same as ours. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Test } from 'tap'
import { temporaryDirectory } from './directory.ts'
import { accessLog, errorLogs } from './logs.ts'
import { freePort } from './ports.ts'
import { listening, run } from './process.ts'
import type { Front, Site } from './site.ts'

const program = '/usr/sbin/apache2'
const modulesDirectory = '/usr/lib/apache2/modules'
const modules = [
  'mpm_event', 'authz_core', 'authz_host', 'headers', 'slotmem_shm', 'proxy', 'proxy_http', 'proxy_balancer',
  'lbmethod_byrequests', 'lbmethod_bytraffic', 'lbmethod_bybusyness', 'ssl', 'status'
]

const tlsModules = ['socache_shmcb', 'ssl', 'http2']

/** Whether this machine has it. */
export function hasHttpd (): boolean {
  return existsSync(program) && existsSync(modulesDirectory)
}

/** How to get it; alone this package brings no service that would listen on port 80. */
export const httpdRemedy = 'apt-get install apache2-bin'

/**
 * One child process, so that all requests share one state, as they do in ours.
 *
 * The files are read as they are but for one token: `<VirtualHost *:80>` gets a free port, which is what `--listen` is
 * for ours. The members' hosts exist nowhere: `ProxyRemote` leads their connections to the backends, as `--connect-to`
 * does for ours. All that changes is the request line, which then names the member: `GET http://backend1.local/ HTTP/1.1`.
 * One thing cannot be asked this way: with ProxyRemote httpd does not fail over. For that, files name members by
 * `${A}`, which `variables` lead to a port.
 */
export async function startHttpd (t: Test, site: Site): Promise<Front> {
  const root = await temporaryDirectory(t)
  const port = await freePort()
  for (const name of ['conf', 'logs', 'run']) await mkdir(join(root, name))
  for (const file of site.files) {
    const text = await readFile(file, 'utf8')
    await writeFile(join(root, 'conf', basename(file)), text.replaceAll('<VirtualHost *:80>', `<VirtualHost *:${port}>`))
  }
  await writeFile(join(root, 'httpd.conf'), surroundings(root, port, site))
  const httpd = run(t, program, ['-f', join(root, 'httpd.conf'), '-D', 'FOREGROUND'], { ...site.variables, APACHE_LOG_DIR: join(root, 'logs') })
  await listening(httpd, port)
  const logs = join(root, 'logs')
  return { port, end: () => httpd.end(), errorLog: () => errorLogs(logs), accessLog: () => accessLog(logs) }
}

function surroundings (root: string, port: number, { files, hosts, tls = false }: Site): string {
  return [
    `ServerRoot "${root}"`,
    'ServerName httpd.test',
    'DefaultRuntimeDir run',
    'PidFile run/httpd.pid',
    'ErrorLog logs/error.log',
    ...[...modules, ...(tls ? tlsModules : [])].map(name => `LoadModule ${name}_module ${modulesDirectory}/mod_${name}.so`),
    // httpd as root insists on leaving root behind
    ...(process.getuid?.() === 0 ? ['User www-data', 'Group www-data'] : []),
    'StartServers 1',
    'ServerLimit 1',
    'ThreadsPerChild 25',
    'MaxRequestWorkers 25',
    'MinSpareThreads 1',
    'MaxSpareThreads 25',
    `Listen 127.0.0.1:${port}`,
    String.raw`LogFormat "%h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\"" combined`,
    ...Object.entries(hosts).map(([host, backend]) => `ProxyRemote http://${host} http://127.0.0.1:${backend}`),
    ...files.map(file => `Include conf/${basename(file)}`),
    ''
  ].join('\n')
}
