/** Chunks: sizes, extensions, ends, trailers (RFC 9112 §7.1). What is forwarded is cut into chunks anew. */
import { forwarded, post, reaches, refused, get } from '../support/request-case.ts'
import type { RequestCase } from '../support/request-case.ts'

/** A chunked POST with this behind the head. */
function chunks (bytes: string): string {
  return post(['Transfer-Encoding: chunked'], bytes)
}

function reached (body: string): string {
  return reaches('POST /x', { framing: 'Transfer-Encoding: chunked', body })
}

const abc = reached('3\r\nabc\r\n0\r\n\r\n')

export const chunkSyntax: readonly RequestCase[] = [
  forwarded('two chunks', chunks('3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'), reached('3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n')),
  forwarded('an upper-case size', chunks('A\r\n0123456789\r\n0\r\n\r\n'), reached('a\r\n0123456789\r\n0\r\n\r\n')),
  forwarded('leading zeros', chunks('0003\r\nabc\r\n0\r\n\r\n'), abc),
  forwarded('a last chunk of many zeros', chunks('3\r\nabc\r\n0000\r\n\r\n'), abc),
  forwarded('an extension', chunks('3;a=b\r\nabc\r\n0\r\n\r\n'), abc),
  forwarded('an extension without value', chunks('3;a\r\nabc\r\n0\r\n\r\n'), abc),
  forwarded('a quoted extension', chunks('3;a="b c"\r\nabc\r\n0;d=e\r\n\r\n'), abc),
  forwarded('a trailer', chunks('3\r\nabc\r\n0\r\nX-A: b\r\n\r\n'), abc),
  refused('Content-Length as trailer', chunks('3\r\nabc\r\n0\r\nContent-Length: 99\r\n\r\n')),
  refused('Transfer-Encoding as trailer', chunks('3\r\nabc\r\n0\r\nTransfer-Encoding: gzip\r\n\r\n')),
  forwarded('Host as trailer', chunks('3\r\nabc\r\n0\r\nHost: b.example\r\n\r\n'), abc),
  forwarded('a request in a chunk', chunks(`${get('/inner').length.toString(16)}\r\n${get('/inner')}\r\n0\r\n\r\n`),
    reached(`${get('/inner').length.toString(16)}\r\n${get('/inner')}\r\n0\r\n\r\n`)),
  forwarded('a request behind the last chunk', chunks(`3\r\nabc\r\n0\r\n\r\n${get('/inner')}`), abc, reaches('GET /inner')),
  refused('0x', chunks('0x3\r\nabc\r\n0\r\n\r\n')),
  refused('a sign', chunks('+3\r\nabc\r\n0\r\n\r\n')),
  refused('minus', chunks('-3\r\nabc\r\n0\r\n\r\n')),
  refused('a blank before', chunks(' 3\r\nabc\r\n0\r\n\r\n')),
  refused('a blank behind', chunks('3 \r\nabc\r\n0\r\n\r\n')),
  refused('a tab behind', chunks('3\t\r\nabc\r\n0\r\n\r\n')),
  refused('a blank before an extension', chunks('3 ;a\r\nabc\r\n0\r\n\r\n')),
  refused('no number', chunks('x\r\nabc\r\n0\r\n\r\n')),
  refused('no size', chunks('\r\nabc\r\n0\r\n\r\n')),
  refused('an empty extension size', chunks(';a\r\nabc\r\n0\r\n\r\n')),
  refused('beyond 2^64', chunks('10000000000000003\r\nabc\r\n0\r\n\r\n')),
  refused('LF behind the size', chunks('3\nabc\r\n0\r\n\r\n')),
  refused('LF behind an extension', chunks('3;a\nabc\r\n0\r\n\r\n')),
  refused('CR behind the size', chunks('3\rabc\r\n0\r\n\r\n')),
  refused('a CR in an extension', chunks('3;a\rb\r\nabc\r\n0\r\n\r\n')),
  refused('a NUL in an extension', chunks('3;a\0\r\nabc\r\n0\r\n\r\n')),
  refused('LF behind the payload', chunks('3\r\nabc\n0\r\n\r\n')),
  refused('nothing behind the payload', chunks('3\r\nabc0\r\n\r\n')),
  refused('too much payload', chunks('3\r\nabcd\r\n0\r\n\r\n')),
  refused('two bytes that are no CRLF', chunks('3\r\nabcxx0\r\n\r\n')),
  refused('LF alone behind the last chunk', chunks('3\r\nabc\r\n0\n\n')),
  refused('LF for the empty line', chunks('3\r\nabc\r\n0\r\n\n')),
  refused('a trailer without colon', chunks('3\r\nabc\r\n0\r\nxx\r\n\r\n')),
  refused('a trailer with NUL', chunks('3\r\nabc\r\n0\r\nX-A: \0\r\n\r\n')),
  refused('a trailer with a bare LF', chunks('3\r\nabc\r\n0\r\nX-A: b\nX-B: c\r\n\r\n')),
  refused('a trailer with a blank before the colon', chunks('3\r\nabc\r\n0\r\nX-A : b\r\n\r\n')),
  refused('an extension without end', chunks(`3;${'a'.repeat(20_000)}\r\nabc\r\n0\r\n\r\n`), 400, 413)
]
