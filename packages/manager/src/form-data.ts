/**
 * Reads form data as mod_proxy_balancer does: keys are decoded once, values twice, `+` stays a plus, what has no `=` is
 * nothing, and the last of several wins. A `%` that begins no escape stays as it is.
 */
export function readFormData (text: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=')
    if (equals !== -1) fields.set(decode(pair.slice(0, equals)), decode(decode(pair.slice(equals + 1))))
  }
  return fields
}

/** Writes a value so that it survives one decoding more than the form or link it stands in asks for. */
export function protect (value: string): string {
  return value.replace(/[%\s]/g, encodeURIComponent)
}

function decode (text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, escapes => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString())
}
