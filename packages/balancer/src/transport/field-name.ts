/** Names that backends send often. */
const frequent = [
  'accept-ranges', 'access-control-allow-origin', 'age', 'alt-svc', 'cache-control', 'connection', 'content-disposition', 'content-encoding',
  'content-language', 'content-length', 'content-security-policy', 'content-type', 'date', 'etag', 'expires', 'keep-alive', 'last-modified',
  'location', 'pragma', 'referrer-policy', 'server', 'set-cookie', 'strict-transport-security', 'transfer-encoding', 'vary', 'via',
  'x-content-type-options', 'x-frame-options', 'x-powered-by', 'x-request-id', 'x-xss-protection'
]

const byLength: string[][] = []
for (const name of frequent) (byLength[name.length] ??= []).push(name)

const nobody: readonly string[] = []

/**
 * A field name, which is a token (RFC 9110 §5.6.2), in lower case. Frequent ones are always the same text: neither is one made
 * of their bytes, nor looked for among V8's own when it names a property.
 */
export function fieldName (bytes: Buffer, start: number, end: number): string {
  const alike = byLength[end - start] ?? nobody
  for (let i = 0; i < alike.length; i++) {
    const name = alike[i]!
    if (isName(name, bytes, start)) return name
  }
  return bytes.toString('latin1', start, end).toLowerCase()
}

/** Of the bytes of a token, only capital letters become small ones that way, and no other becomes a letter, digit or hyphen. */
function isName (name: string, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < name.length; i++) {
    if ((bytes[start + i]! | 0x20) !== name.charCodeAt(i)) return false
  }
  return true
}
