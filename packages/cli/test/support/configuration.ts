/** Configurations as the reader makes them, for tests that need no file. */
import type { Configuration, Requirement, RequirementType, SectionDefinition, SectionKind, ServerDefinition, Settings } from '@fastify-balancer/conf'

export const place = { file: 'httpd.conf', line: 7 }

/** What a section says. */
export function said (given: Partial<Settings> = {}): Settings {
  return { require: null, authMerging: null, authType: null, authName: null, authUserFile: null, authGroupFile: null, setEnvIf: [], setEnv: [], directoryIndex: null, fallbackResource: null, followSymLinks: null, types: {}, ...given }
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
    traceEnable: true,
    proxyTimeout: 60_000,
    proxySourceAddress: null,
    sslProxy: { balancers: {} },
    locations: [],
    documentRoot: null,
    aliases: [],
    settings: said(),
    sections: [],
    errorLog: null,
    accessLogs: [],
    logLevel: { level: 'warn', modules: {} },
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
    pidFile: null,
    modules: [],
    balancers: [],
    main: server(),
    virtualHosts: [],
    report: [],
    ...given
  }
}
