/** Knows for `<IfModule>` which modules are there: what we do instead of httpd's modules counts as loaded. */

const builtIn: readonly string[] = [
  'alias', 'auth_basic', 'authn_core', 'authn_file', 'authz_core', 'authz_groupfile', 'authz_host', 'authz_user', 'dir', 'env', 'headers', 'heartbeat', 'heartmonitor', 'lbmethod_bybusyness', 'lbmethod_byrequests', 'lbmethod_bytraffic', 'lbmethod_heartbeat', 'log_config', 'mime', 'proxy',
  'proxy_balancer', 'proxy_http', 'setenvif', 'slotmem_shm', 'status', 'unixd'
]

/** The names by which a module may be asked for: `proxy_module` and `mod_proxy.c`. */
export function moduleNames (identifier: string): string[] {
  return [identifier, `mod_${identifier.replace(/_module$/, '')}.c`]
}

/** The modules before any `LoadModule`. Not ssl and http2: where they are loaded, Debian's files open port 443. */
export function createModules (): Set<string> {
  return new Set(['core', 'core.c', 'so_module', 'mod_so.c', ...builtIn.flatMap(name => moduleNames(`${name}_module`))])
}
