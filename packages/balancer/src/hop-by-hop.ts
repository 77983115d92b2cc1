/** Fields that end at this hop (RFC 9110 §7.6.1), and those that were never meant to travel. */
export const hopByHop: ReadonlySet<string> = new Set([
  'connection', 'http2-settings', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'
])

/** Whether a field, its name in lower case, ends at this hop whatever Connection says. */
export function isHopByHop (name: string): boolean {
  return hopByHop.has(name)
}

/** The names that Connection lists, in lower case. */
export function connectionNames (connection: string | readonly string[] | undefined): readonly string[] {
  if (connection === undefined) return none
  const text = String(connection).toLowerCase()
  // What nearly every message says; neither names a field.
  if (text === 'keep-alive' || text === 'close') return none
  return text.split(',').map(name => name.trim())
}

const none: readonly string[] = []
