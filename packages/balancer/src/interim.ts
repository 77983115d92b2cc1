import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import { STATUS_CODES } from 'node:http'
import { connectionNames, isHopByHop } from './hop-by-hop.ts'

/**
 * Passes a 1xx answer on (RFC 9110 §15.2), unless the client knows none (HTTP/1.0), or it is not its turn yet: other answers
 * of its connection come first. Node can write 102 and a 103 with Link; this writes any.
 */
export function sendInterim (response: ServerResponse | Http2ServerResponse, status: number, headers: IncomingHttpHeaders): void {
  if (!maySay(response)) return
  if ('stream' in response) {
    response.stream.additionalHeaders({ ':status': status, ...forwarded(headers) })
    return
  }
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`
  for (const [name, value] of Object.entries(forwarded(headers))) {
    for (const line of [value].flat()) head += `${name}: ${line}\r\n`
  }
  response.socket!.write(`${head}\r\n`, 'latin1')
}

function maySay (response: ServerResponse | Http2ServerResponse): boolean {
  if ('stream' in response) return !response.headersSent && !response.stream.destroyed
  return !response.headersSent && response.socket !== null && response.req.httpVersion !== '1.0'
}

/** Without what ends here, and without framing: an interim answer has no body (RFC 9112 §6.3). */
function forwarded (headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const dropped = connectionNames(headers.connection)
  return Object.fromEntries(Object.entries(headers).filter(([name]) => {
    return !isHopByHop(name) && name !== 'content-length' && !dropped.includes(name)
  }))
}
