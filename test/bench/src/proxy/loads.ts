/** What is asked of every proxy. */

export interface Load {
  readonly name: string
  /** The bytes of one request. */
  readonly request: Buffer
  /** Connections that ask all the time. */
  readonly connections: number
}

/** A session's cookie: its requests stick to one of the members. */
const cookie = 'Cookie: JSESSIONID=0A1B2C3D4E5F60718293A4B5C6D7E8F9.a'

/** What browsers send with each request, more or less. */
const browser = [
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'Accept-Language: en-GB,en;q=0.7,fr;q=0.3',
  'Accept-Encoding: gzip, deflate, br, zstd',
  'Referer: http://www.example.com/shop/basket',
  'DNT: 1',
  'Connection: keep-alive',
  'Upgrade-Insecure-Requests: 1',
  'Sec-Fetch-Dest: document',
  'Sec-Fetch-Mode: navigate',
  'Sec-Fetch-Site: same-origin',
  'Priority: u=0, i'
]

export const loads: readonly Load[] = [
  get('GET 100 B', 100),
  get('browser headers', 100, browser),
  get('GET 10 kB', 10_000),
  get('GET 100 kB', 100_000),
  get('GET 1 MB', 1_000_000),
  post('POST 1 kB', 1_000),
  post('POST 100 kB', 100_000)
]

/** Small requests, of which many fit into one second: what promises are about. */
export const smallest: Load = loads[0]!

function get (name: string, bytes: number, lines: readonly string[] = []): Load {
  const head = [`GET /${bytes} HTTP/1.1`, 'Host: www.example.com', ...lines, cookie, '', '']
  return { name, request: Buffer.from(head.join('\r\n')), connections: bytes > 500_000 ? 16 : 64 }
}

function post (name: string, bytes: number): Load {
  const head = ['POST /100 HTTP/1.1', 'Host: www.example.com', 'Content-Type: application/octet-stream', `Content-Length: ${bytes}`, cookie, '', '']
  return { name, request: Buffer.concat([Buffer.from(head.join('\r\n')), Buffer.alloc(bytes, 'x')]), connections: 64 }
}
