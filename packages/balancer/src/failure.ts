import type { IncomingMessage } from 'node:http'

/** What went wrong, for people and logs: the system's code where there is one, else the error's text. */
export function reasonOf (error: Error): string {
  const { code } = error as NodeJS.ErrnoException
  return code === undefined ? error.message : `${code}: ${error.message}`
}

/** Whether the member stayed silent for too long. */
export function isTimeout (error: Error): boolean {
  return (error as NodeJS.ErrnoException).code === 'FST_BALANCER_SILENCE'
}

/** Whether the connection ended before there was an answer. */
export function isLost (error: Error): boolean {
  return (error as NodeJS.ErrnoException).code === 'FST_BALANCER_CONNECTION_LOST'
}

/** Whether the member is only busy: all its connections are in use. httpd puts it in error for that. */
export function isBusy (error: Error): boolean {
  return (error as NodeJS.ErrnoException).code === 'FST_BALANCER_ACQUIRE_TIMEOUT'
}

// RFC 9110 §9.2.2, and the safe and idempotent methods of WebDAV (RFC 4918) that Node knows.
const idempotent: ReadonlySet<string | undefined> = new Set([
  'GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'PROPFIND', 'REPORT', 'SEARCH', 'COPY', 'MOVE', 'UNLOCK'
])

/** Whether doing the request twice is as good as once: by its method, or because it says so itself with Idempotency-Key. */
export function isIdempotent (raw: IncomingMessage): boolean {
  return idempotent.has(raw.method) || raw.headers['idempotency-key'] !== undefined
}
