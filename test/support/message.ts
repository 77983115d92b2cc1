/** Reads HTTP/1.1 messages from raw bytes without judging them, so that tests see what really travelled. */

export type HeaderLine = readonly [name: string, value: string]

export interface Message {
  /** `GET /a HTTP/1.1` or `HTTP/1.1 200 OK`. */
  readonly startLine: string
  /** In their order and spelling. */
  readonly headers: readonly HeaderLine[]
  /** Without chunk framing. */
  readonly body: Buffer
}

/** All values of a header, whatever the case of its name. */
export function values (message: Pick<Message, 'headers'>, name: string): string[] {
  return message.headers.filter(([given]) => given.toLowerCase() === name.toLowerCase()).map(([, value]) => value)
}

/** What was cut off the beginning of some bytes. */
interface Cut<T> {
  readonly value: T
  readonly rest: Buffer
}

/**
 * Cuts the first message off the bytes; null: it is not complete yet.
 * @param bodiless the message has no body whatever its headers say: the answer to a HEAD
 */
export function cutMessage (bytes: Buffer, bodiless = false): Cut<Message> | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null
  const [startLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const head = { startLine, headers: lines.map(readHeaderLine) }
  const body = bodiless ? { value: Buffer.alloc(0), rest: bytes.subarray(end + 4) } : cutBody(head, bytes.subarray(end + 4))
  return body && { value: { ...head, body: body.value }, rest: body.rest }
}

function readHeaderLine (line: string): HeaderLine {
  const colon = line.indexOf(':')
  return [line.slice(0, colon), line.slice(colon + 1).trim()]
}

function cutBody (head: Pick<Message, 'headers'>, bytes: Buffer): Cut<Buffer> | null {
  if (values(head, 'transfer-encoding').length > 0) return cutChunks(bytes)
  const length = Number(values(head, 'content-length')[0] ?? 0)
  return bytes.length < length ? null : { value: bytes.subarray(0, length), rest: bytes.subarray(length) }
}

// RFC 9112 section 7.1, without trailers
function cutChunks (bytes: Buffer): Cut<Buffer> | null {
  const chunks: Buffer[] = []
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return null
    const start = lineEnd + 2
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    at = start + size + 2
    if (bytes.length < at) return null
    if (size === 0) return { value: Buffer.concat(chunks), rest: bytes.subarray(at) }
    chunks.push(bytes.subarray(start, start + size))
  }
}
