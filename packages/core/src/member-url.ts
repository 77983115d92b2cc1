import { BadParameterError } from './errors.ts'

/** The parts of a member's URL: `http://host[:port][/path]`, `ws://…` or `unix:/socket|http://host[/path]`. */
export interface MemberUrl {
  /** Normalised: scheme and host in lower case, default port left out, no lone `/`. */
  readonly url: string
  readonly scheme: string
  readonly hostname: string
  readonly port: number
  readonly path: string
  readonly socketPath: string | null
}

const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443 }

/** Whether a member is reached over TLS. */
export function usesTls ({ scheme }: Pick<MemberUrl, 'scheme'>): boolean {
  return defaultPorts[scheme] === 443
}

/** The URL that tells members apart, from whatever spelling of scheme, host and default port; no URL stays as it is. */
export function memberIdentity (text: string): string {
  const url = URL.parse(text)
  return url === null ? text : identity(url)
}

function identity (url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`
}

/** @throws FST_BALANCER_BAD_PARAMETER when the text is no URL of a supported scheme */
export function readMemberUrl (text: string, whose: string): MemberUrl {
  const [, socketPath, rest] = /^(?:unix:([^|]+)\|)?(.*)$/s.exec(text)!
  const httpUrl = socketPath === undefined ? rest! : rest!.replace(/^(https?|wss?):(?:\/\/)?$/i, '$1://localhost')
  const url = /\s/.test(httpUrl) ? null : URL.parse(httpUrl)
  const scheme = url?.protocol.slice(0, -1) ?? ''
  const defaultPort = defaultPorts[scheme]
  if (url === null || defaultPort === undefined) {
    throw new BadParameterError(`${whose}: url must be http://host[:port][/path], https://…, ws://…, wss://… or unix:/socket|http://…, not "${text}"`)
  }
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new BadParameterError(`${whose}: url may hold no user, query or fragment: "${text}"`)
  }
  return {
    url: identity(url),
    scheme,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? defaultPort : Number(url.port),
    path: url.pathname === '/' ? '' : url.pathname,
    socketPath: socketPath ?? null
  }
}
