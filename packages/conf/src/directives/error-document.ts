/** What stands in for the server's own error pages: `ErrorDocument`. */
import { ignore, servers, used } from '../directive.ts'
import type { Outcome, Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'
import type { ErrorDocument } from '../settings.ts'

export const errorDocument: Rules = {
  ErrorDocument: used([...servers, 'location', 'proxy', 'directory'], [2, 2], useErrorDocument)
}

/** `status document`. */
function useErrorDocument ([status = '', text = '']: readonly string[], { settings }: Scope): Outcome | void {
  if (!/^[45]\d\d$/.test(status)) refuse(`a status must be from 400 to 599, not "${status}"`)
  const document = readDocument(text)
  // AH00113: the client would not be asked who it is.
  if (status === '401' && document?.kind === 'url') return ignore('a 401 cannot lead to a URL: the page stays what it is')
  settings.errorDocuments = { ...settings.errorDocuments, [status]: document }
}

/** In the order in which httpd finds out what a document is (set_error_document); null: `default`. */
function readDocument (text: string): ErrorDocument | null {
  if (/%\{|\$\d/.test(text)) refuse(`expressions are not supported yet: "${text}"`)
  if (text.includes(' ')) return { kind: 'text', value: text }
  if (text.startsWith('/')) return { kind: 'path', value: text }
  if (/^[a-z\d+.-]+:/i.test(text)) return { kind: 'url', value: readUrl(text) }
  return text.toLowerCase() === 'default' ? null : { kind: 'text', value: text }
}

/** What httpd takes for a URL is one here too, but it must be of a kind that clients follow. */
function readUrl (text: string): string {
  return /^https?:\/\/[\x21-\x7e]+$/i.test(text) ? text : refuse(`a URL must begin with http:// or https://, and a text needs a blank: "${text}"`)
}
