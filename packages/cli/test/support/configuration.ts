/** Configurations as the reader makes them, for tests that need no file. */
import type { Configuration, Requirement, RequirementType, SectionDefinition, SectionKind, ServerDefinition, Settings } from '@fastify-balancer/conf'

export const place = { file: 'httpd.conf', line: 7 }

/** What a section says. */
export function said (given: Partial<Settings> = {}): Settings {
  return { require: null, authMerging: null, authType: null, authName: null, authUserFile: null, authGroupFile: null, setEnvIf: [], setEnv: [], directoryIndex: null, fallbackResource: null, followSymLinks: null, types: {}, redirects: [], errorDocuments: {}, ...given }
}

/** `Require`. */
export function requirement (type: RequirementType, words: readonly string[] = [], given: Partial<Requirement> = {}): Requirement {
  return { type, words, not: false, limit: null, of: [], ...given }
}

/** A container of `Require`s. */
export function requirements (type: 'all' | 'any' | 'none', ...of: Requirement[]): Requirement {
  return requirement(type, [], { of })
}

export function section (kind: SectionKind, match: string | RegExp, settings: Partial<Settings> = {}, within: SectionDefinition['within'] = null): SectionDefinition {
  return { kind, match, within, settings: said(settings) }
}

export function server (given: Partial<ServerDefinition> = {}): ServerDefinition {
  return {
    addresses: [],
    serverName: null,
    serverAlias: [],
    proxyPass: [],
    allowEncodedSlashes: false,
    proxyPassReverse: [],
    proxyPassReverseCookiePath: [],
    proxyPassReverseCookieDomain: [],
    headers: [],
    requestHeaders: [],
    routeCookieSecrets: [],
    proxyPreserveHost: false,
    proxyAddHeaders: true,
    proxyErrorOverride: false,
    proxyVia: 'off',
    proxyMaxForwards: null,
    locationRules: [],
    proxy100Continue: true,
    proxyErrorReason: false,
    proxyRetryBodySize: 65_536,
    traceEnable: true,
    limits: { line: 8_190, fieldSize: 8_190, fields: 100, body: 0 },
    proxyTimeout: 60_000,
    proxySourceAddress: null,
    sslProxy: { balancers: {} },
    healthChecks: null,
    locations: [],
    proxyStatus: false,
    documentRoot: null,
    aliases: [],
    settings: said(),
    sections: [],
    errorLog: null,
    accessLogs: [],
    logLevel: { level: 'warn', modules: {} },
    tls: null,
    protocols: ['http/1.1'],
    protocolsHonorOrder: true,
    place: null,
    ...given
  }
}

export function configuration (given: Partial<Configuration> = {}): Configuration {
  return {
    serverRoot: '/',
    listen: [{ host: '127.0.0.1', port: 0 }],
    timeout: 60_000,
    keepAlive: true,
    keepAliveTimeout: 5000,
    maxKeepAliveRequests: 100,
    maxHeaderSize: 16_384,
    http2: { maxSessionStreams: 100, windowSize: 65_535 },
    extendedStatus: true,
    maxRequestWorkers: 400,
    heartbeat: { listen: null, address: null, storage: null, maxServers: 10 },
    pidFile: null,
    balancerPersist: null,
    alerts: null,
    modules: [],
    balancers: [],
    main: server(),
    virtualHosts: [],
    report: [],
    ...given
  }
}
