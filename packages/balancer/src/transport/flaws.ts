/** What can be wrong with an answer, in words for the log. */
export const flaws = {
  statusLine: 'no HTTP/1.0 or HTTP/1.1 status line',
  nameless: 'a header line without a name',
  colonless: 'a header line without a colon',
  blankInName: 'a blank in a header name',
  badName: 'a forbidden byte in a header name',
  badByte: 'a control character in a header value or reason',
  bareCr: 'a CR without LF in the head',
  fold: 'a folded line before the first header',
  longHead: 'the head is too long',
  longLine: 'a header line that is too long',
  contentLength: 'a Content-Length that is not one number',
  transferEncoding: 'a Transfer-Encoding other than chunked',
  twoFramings: 'both Content-Length and Transfer-Encoding',
  interim: 'too many interim responses',
  upgrade: 'an upgrade nobody asked for',
  chunkSize: 'a chunk size that is not a hexadecimal number',
  chunkExtension: 'a chunk extension that is too long or not text',
  chunkEnd: 'a chunk that does not end in CRLF',
  trailer: 'trailers that are too long or not text'
} as const

/** A key of `flaws`. */
export type Flaw = keyof typeof flaws
