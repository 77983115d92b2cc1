/** Reads an httpd.conf, whole or not at all. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { checkAddresses } from './check-addresses.ts'
import type { Configuration } from './configuration.ts'
import type { Scope } from './directive.ts'
import { anyOf, createDraft } from './draft.ts'
import type { BalancerDraft, Draft } from './draft.ts'
import { ConfigurationError } from './errors.ts'
import { expand } from './expand.ts'
import { defineHeartbeat, noteSilence } from './heartbeat.ts'
import { defineServer, headerSizeOf, timeoutOf } from './inherit.ts'
import { interpret } from './interpret.ts'
import { createModules } from './modules.ts'
import type { Reading } from './on-read.ts'
import { isAccepted } from './report.ts'
import { readTree } from './tree.ts'
import { createVariables } from './variables.ts'

/** What a file may refer to. */
export interface ReadOptions {
  /** Names for `<IfDefine>` and `${NAME}`, as with httpd's `-D`. Default none. */
  readonly define?: Readonly<Record<string, string>>
  /** What `${NAME}` means where `define` and `Define` say nothing, and what PassEnv passes, such as `process.env`. Default nothing. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/**
 * Reads a file and those that it includes.
 * @param file its path; messages name it as it is given. Without `ServerRoot` its directory is that.
 * @throws FST_BALANCER_CONF with all refused lines
 * @throws the error of node:fs when the file itself cannot be read
 */
export function readConfiguration (file: string, { define = {}, environment = {} }: ReadOptions = {}): Configuration {
  const reading: Reading = {
    report: [],
    variables: createVariables(define, environment),
    modules: createModules(),
    lbMethods: [],
    serverRoot: resolve(dirname(file)),
    runtimeDir: null
  }
  const directives = expand(readTree(file, readFileSync(file, 'utf8')), reading)
  const draft = createDraft(reading.serverRoot, reading.runtimeDir ?? resolve(reading.serverRoot, 'logs'), reading.lbMethods, environment)
  draft.hcheck = reading.modules.has('proxy_hcheck_module')
  interpret(directives, wholeFile(draft))
  const configuration = complete(draft)
  if (!isAccepted(reading.report)) throw new ConfigurationError(reading.report)
  return { ...configuration, report: reading.report }
}

function wholeFile (draft: Draft): Scope {
  const server = draft.main
  return {
    context: 'server',
    within: null,
    draft,
    server,
    section: null,
    location: null,
    balancer: null,
    settings: server.settings,
    requirements: anyOf(),
    limit: null
  }
}

function complete (draft: Draft): Omit<Configuration, 'report'> {
  const main = defineServer(draft.main, draft)
  const virtualHosts = draft.virtualHosts.map(server => defineServer(server, draft))
  checkAddresses(draft, main, virtualHosts)
  noteSilence(draft, [main, ...virtualHosts])
  return {
    serverRoot: draft.serverRoot,
    listen: draft.listen.map(({ host, port }) => ({ host, port })),
    timeout: timeoutOf(draft.main),
    keepAlive: draft.keepAlive,
    keepAliveTimeout: draft.keepAliveTimeout,
    maxKeepAliveRequests: draft.maxKeepAliveRequests,
    maxHeaderSize: headerSizeOf([main, ...virtualHosts]),
    http2: { maxSessionStreams: draft.maxSessionStreams, windowSize: draft.windowSize },
    extendedStatus: draft.extendedStatus,
    maxRequestWorkers: draft.maxRequestWorkers,
    heartbeat: defineHeartbeat(draft),
    pidFile: draft.pidFile,
    balancerPersist: draft.balancerPersist ? resolve(draft.runtimeDir, 'balancers.json') : null,
    alerts: draft.alerts === null ? null : { rules: draft.alerts, webhook: draft.alertWebhook },
    modules: draft.modules,
    balancers: [...draft.balancers.values()].map(defineBalancer),
    main,
    virtualHosts
  }
}

function defineBalancer ({ name, parameters, members, entry }: BalancerDraft): Configuration['balancers'][number] {
  if (members.length === 0 && entry.verdict === 'used') entry.note = `balancer://${name} has no members: it answers 503`
  return {
    name,
    parameters: Object.fromEntries([...parameters].map(([name, { value }]) => [name, value])),
    members: members.map(({ options }) => options),
    place: { file: entry.file, line: entry.line }
  }
}
