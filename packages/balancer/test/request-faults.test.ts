import t from 'tap'
import { findFault } from '../src/request-faults.ts'
import type { RawRequest } from '../src/request-faults.ts'

/** A request as Node has it. */
function raw (lines: readonly string[], given: Partial<RawRequest> = {}): RawRequest {
  const rawHeaders = lines.flatMap(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
  const headers: Record<string, string> = {}
  for (let i = 0; i < rawHeaders.length; i += 2) headers[rawHeaders[i]!.toLowerCase()] ??= rawHeaders[i + 1]!
  return { rawHeaders, headers, httpVersion: '1.1', url: '/', ...given } as RawRequest
}

function fault (request: RawRequest, maxHeadersCount: number | null = null): string | undefined {
  const error = findFault(request, maxHeadersCount)
  return error === null ? undefined : `${error.statusCode} ${error.message}`
}

function http2 (headers: Record<string, string>): RawRequest {
  return { ...raw([]), headers, httpVersion: '2.0', stream: {} } as RawRequest
}

t.test('good requests have none', async t => {
  for (const lines of [['Host: a.example'], ['Host: [::1]:80'], ['host: a', 'Transfer-Encoding: Chunked'], ['Host: a', 'Content-Length: 9007199254740991']]) {
    t.equal(fault(raw(lines)), undefined, lines.join(', '))
  }
  t.equal(fault(raw([], { httpVersion: '1.0' })), undefined)
  t.equal(fault(raw(['Host: a'], { url: 'http://a/x' })), undefined)
})

t.test('versions', async t => {
  t.equal(fault(raw([], { httpVersion: '0.9' })), '400 The request is not valid: version 0.9')
  t.equal(fault(raw(['Host: a'], { httpVersion: '2.0' })), '400 The request is not valid: version 2.0')
})

t.test('Host is one, and names a host', async t => {
  t.equal(fault(raw(['Host: a', 'HOST: a'])), '400 The request is not valid: more than one Host')
  for (const lines of [[], ['Host:'], ['Host: a,b'], ['Host: u@a'], ['Host: a:0'], ['Host: a:65536'], ['Host: a:'], ['Host: [::1'], ['Host: a/b']]) {
    t.equal(fault(raw(lines)), '400 The request is not valid: a Host that is none', lines.join(', '))
  }
})

t.test('what an app puts in place of Host names a host, too', async t => {
  t.equal(fault({ ...raw(['Host: a']), headers: { host: 'u@b' } } as unknown as RawRequest), '400 The request is not valid: a Host that is none')
  t.equal(fault({ ...raw(['Host: a']), headers: { host: 'b' } } as unknown as RawRequest), undefined)
  t.equal(fault({ ...raw(['Host: \xec']), headers: { host: 'b' } } as unknown as RawRequest), '400 The request is not valid: a Host that is none')
})

t.test('a target names the host that Host names', async t => {
  for (const url of ['http://b/x', 'http://u@a/x', 'http:///x', 'http://a:x/', 'ftp://a/x', '*', 'a:80']) {
    t.equal(fault(raw(['Host: a'], { url })), '400 The request is not valid: a target that is no path of Host', url)
  }
})

t.test('one framing, also where Node was told to be lenient', async t => {
  t.equal(fault(raw(['Host: a', 'Transfer-Encoding: chunked'], { httpVersion: '1.0' })), '400 The request is not valid: Transfer-Encoding in HTTP/1.0')
  t.equal(fault(raw(['Host: a', 'Transfer-Encoding: chunked', 'Content-Length: 1'])), '400 The request is not valid: both Content-Length and Transfer-Encoding')
  t.equal(fault(raw(['Host: a', 'Transfer-Encoding:'])), '400 The request is not valid: an empty Transfer-Encoding')
  t.equal(fault(raw(['Host: a', 'Transfer-Encoding: gzip, chunked'])), '501 Of transfer codings only chunked is known')
  for (const length of ['', '+1', '1,1', '9007199254740993']) {
    t.equal(fault(raw(['Host: a', `Content-Length: ${length}`])), '400 The request is not valid: a Content-Length that is no number', length)
  }
})

t.test('no more fields than the server reads', async t => {
  const many = ['Host: a', ...Array<string>(1_000).fill('A: b')]
  t.equal(fault(raw(many)), '431 The request has too many header fields')
  t.equal(fault(raw(many.slice(1))), '400 The request is not valid: a Host that is none')
  t.equal(fault(raw(many.slice(0, 4)), 3), '431 The request has too many header fields')
  t.equal(fault(raw(many.slice(0, 3)), 3), undefined)
})

t.test('in HTTP/2 :authority counts', async t => {
  t.equal(fault(http2({ ':authority': 'a:8443' })), undefined)
  t.equal(fault(http2({ host: 'a' })), undefined)
  t.equal(fault(http2({})), undefined)
  t.equal(fault(http2({ ':authority': 'a', host: 'b' })), '400 The request is not valid: Host is not :authority')
  t.equal(fault(http2({ ':authority': 'u@a' })), '400 The request is not valid: a host that is none')
})
