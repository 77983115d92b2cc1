/**
 * Reads a message as RFC 9112 has it and nothing else: what two readers could understand differently is an error. One
 * character a byte. It shares nothing with what it judges.
 */

export interface StrictMessage {
  readonly startLine: string
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  /** Without chunk framing. */
  readonly body: string
  /** All of it, as it came. */
  readonly raw: string
}

interface Cut {
  readonly message: StrictMessage
  readonly rest: string
}

interface Body {
  readonly body: string
  readonly length: number
}

type Lines = StrictMessage['headers']

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const text = /^[\t\x20-\x7e\x80-\xff]*$/
const host = /^(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?$/

/**
 * Cuts the first request off the bytes; null: it is not complete yet.
 * @throws when there is more than one way to read it
 */
export function cutRequest (bytes: string): Cut | null {
  const head = cutHead(bytes)
  if (head === null) return null
  const { startLine, headers, length } = head
  insist(/^[A-Z-]+ [\x21-\x7e\x80-\xff]+ HTTP\/1\.1$/.test(startLine) && !startLine.includes('#'), 'request line', startLine)
  insist(namesHost(headers), 'one host', headers)
  return cutAt(bytes, head, cutBody(headers, bytes.slice(length), 0))
}

/**
 * As `cutRequest`, but as we read clients: with what RFC 9112 lets a server accept because there is one way to read it.
 * That is empty lines before a request, HTTP/1.0, more blanks in the request line, any case of `chunked`, leading zeros,
 * chunk extensions and trailers. Target and Host are not judged: they say nothing of where
 * the request ends.
 */
export function cutClientRequest (bytes: string): Cut | null {
  const before = /^[\r\n]*/.exec(bytes)![0].length
  const head = cutHead(bytes.slice(before))
  if (head === null) return null
  const { startLine, headers, length } = head
  const version = /^[A-Z-]+ +[\x21-\x7e]+ +HTTP\/1\.([01])$/.exec(startLine)?.[1]
  insist(version !== undefined, 'request line', startLine)
  const codings = values(headers, 'transfer-encoding')
  insist(codings.length === 0 || version === '1', 'HTTP/1.0 without coding', codings)
  const plain = headers.map(([name, value]) => [name, plainFraming(name.toLowerCase(), value)] as const)
  return cutAt(bytes, { startLine, headers, length: before + length }, cutBody(plain, bytes.slice(before + length), 0, true))
}

function plainFraming (name: string, value: string): string {
  if (name === 'transfer-encoding') return value.toLowerCase()
  return name === 'content-length' ? value.replace(/^0+(?=\d)/, '') : value
}

/**
 * Cuts the first answer off the bytes; null: it is not complete yet.
 * @param bodiless it answers a HEAD
 * @param ended nothing more will come
 * @throws when there is more than one way to read it
 */
export function cutAnswer (bytes: string, bodiless: boolean, ended: boolean): Cut | null {
  const head = cutHead(bytes)
  if (head === null) return null
  const { startLine, headers, length } = head
  insist(/^HTTP\/1\.1 [1-5]\d\d [\t\x20-\x7e\x80-\xff]*$/.test(startLine), 'status line', startLine)
  const status = Number(startLine.slice(9, 12))
  const rest = bytes.slice(length)
  const none = bodiless || status < 200 || status === 204 || status === 304
  if (!none) return cutAt(bytes, head, cutBody(headers, rest, ended ? rest.length : null))
  framing(headers)
  return cutAt(bytes, head, { body: '', length: 0 })
}

/** Whether there is exactly one Host, and it names one. */
export function namesHost (headers: Lines): boolean {
  const hosts = values(headers, 'host')
  return hosts.length === 1 && host.test(hosts[0]!)
}

export function values (headers: Lines, name: string): string[] {
  return headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value)
}

function cutHead (bytes: string): { startLine: string, headers: Lines, length: number } | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return null
  const [startLine = '', ...lines] = bytes.slice(0, end).split('\r\n')
  const headers = lines.map(line => {
    const colon = line.indexOf(':')
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')] as const
    insist(colon > 0 && token.test(name) && text.test(value), 'header line', line)
    return [name, value] as const
  })
  return { startLine, headers, length: end + 4 }
}

function cutAt (bytes: string, { startLine, headers, length }: { startLine: string, headers: Lines, length: number }, body: Body | null): Cut | null {
  if (body === null) return null
  const end = length + body.length
  return { message: { startLine, headers, body: body.body, raw: bytes.slice(0, end) }, rest: bytes.slice(end) }
}

/** How the message ends; null: it does not say. */
function framing (headers: Lines): 'chunked' | number | null {
  const lengths = values(headers, 'content-length')
  const codings = values(headers, 'transfer-encoding')
  insist(lengths.length + codings.length <= 1, 'one framing', [...lengths, ...codings])
  insist(lengths.every(length => /^(?:0|[1-9]\d{0,14})$/.test(length)), 'a length', lengths)
  insist(codings.every(coding => coding === 'chunked'), 'a coding', codings)
  return codings.length === 1 ? 'chunked' : lengths.length === 1 ? Number(lengths[0]) : null
}

/** @param unframed the length of a body without framing; null: it is not known yet */
function cutBody (headers: Lines, bytes: string, unframed: number | null, client = false): Body | null {
  const end = framing(headers)
  if (end === 'chunked') return client ? cutClientChunks(bytes) : cutChunks(bytes)
  const length = end ?? unframed
  return length === null || bytes.length < length ? null : { body: bytes.slice(0, length), length }
}

/** Neither extensions nor trailers: nobody asked for them. */
function cutChunks (bytes: string): Body | null {
  let body = ''
  for (let at = 0; ;) {
    const line = bytes.indexOf('\r\n', at)
    if (line === -1) {
      insist(/^[0-9a-f]{0,8}\r?$/i.test(bytes.slice(at)), 'chunk size', bytes.slice(at))
      return null
    }
    const size = bytes.slice(at, line)
    insist(/^(?:0|[1-9a-f][0-9a-f]{0,7})$/i.test(size), 'chunk size', size)
    const start = line + 2
    const end = start + parseInt(size, 16)
    if (bytes.length < end + 2) return null
    insist(bytes.slice(end, end + 2) === '\r\n', 'chunk end', bytes.slice(end, end + 2))
    body += bytes.slice(start, end)
    at = end + 2
    if (end === start) return { body, length: at }
  }
}

/** With leading zeros, extensions and trailers. */
function cutClientChunks (bytes: string): Body | null {
  let body = ''
  for (let at = 0; ;) {
    const line = bytes.indexOf('\r\n', at)
    if (line === -1) return null
    const size = /^([0-9a-f]+)(?:;[\t\x20-\x7e\x80-\xff]*)?$/i.exec(bytes.slice(at, line))?.[1]
    insist(size !== undefined, 'chunk size', bytes.slice(at, line))
    const start = line + 2
    const end = start + parseInt(size!, 16)
    if (end === start) {
      const trailers = /^(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*\r\n)*\r\n/.exec(bytes.slice(start))
      return trailers === null ? null : { body, length: start + trailers[0].length }
    }
    if (bytes.length < end + 2) return null
    insist(bytes.slice(end, end + 2) === '\r\n', 'chunk end', bytes.slice(end, end + 2))
    body += bytes.slice(start, end)
    at = end + 2
  }
}

function insist (holds: boolean, what: string, found: unknown): void {
  if (!holds) throw new Error(`${what}: ${JSON.stringify(found)}`)
}
