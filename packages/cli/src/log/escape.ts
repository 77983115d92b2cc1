/** Makes text safe for one line of a log, so that no client can forge lines or fields. */

const named: Readonly<Record<string, string>> = {
  '\b': '\\b', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v', '"': '\\"', '\\': '\\\\'
}

function escape (character: string): string {
  const name = named[character]
  if (name !== undefined) return name
  // Header values and URLs hold one byte in each character; anything above has come from our own configuration.
  const bytes = Buffer.from(character, character.codePointAt(0)! < 0x100 ? 'latin1' : 'utf8')
  return [...bytes].map(byte => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
}

/** As httpd's access log: quotes, backslashes and everything that is not printable ASCII. */
export function escapeField (text: string): string {
  // Nearly always there is nothing to do.
  return !/[^ !#-[\]-~]/.test(text) ? text : text.replace(/[^ !#-[\]-~]/gu, escape)
}

/** As httpd's error log, where quotes and backslashes need no escape: it has no fields. */
export function escapeMessage (text: string): string {
  return text.replace(/[^ -~]/gu, escape)
}
