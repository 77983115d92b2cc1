/** Interim answers and 100 Continue, through a real httpd and through ours (HD-11, HD-15). */
import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { hasHttpd, httpdRemedy, startHttpd } from '../../support/httpd.ts'
import { startOurs } from '../../support/ours.ts'
import { freePort } from '../../support/ports.ts'
import { needs } from '../../support/skip.ts'

const oracle = needs('a real Apache httpd', hasHttpd(), httpdRemedy)
const file = join(import.meta.dirname, '../../fixtures/parity/interim.conf')

/** A member that answers as the path says: as many interim answers, or a final one instead of 100. */
async function startMember (t: Test): Promise<number> {
  const server = net.createServer(socket => {
    socket.on('error', () => {}).on('data', chunk => {
      const [, what, count] = /^\w+ \/(hints|processing|refuse|expect)?\/?(\d*)/.exec(String(chunk)) ?? []
      if (what === 'hints') socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n')
      if (what === 'processing') socket.write('HTTP/1.1 102 Processing\r\n\r\n'.repeat(Number(count)))
      if (what === 'expect') socket.write('HTTP/1.1 100 Continue\r\n\r\n')
      else if (what === 'refuse') socket.end('HTTP/1.1 413 No\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno')
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

/** The statuses that a client hears, in their order. */
async function statuses (port: number, target: string, ...lines: string[]): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  socket.write([`${target} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...lines, '', ''].join('\r\n'))
  let heard = ''
  let sent = false
  for await (const chunk of socket) {
    heard += String(chunk)
    if (!sent && heard.startsWith('HTTP/1.1 100 ')) socket.write('body')
    sent ||= heard.startsWith('HTTP/1.1 100 ')
  }
  return [...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status).join(' ')
}

t.test('interim answers', oracle, async t => {
  const variables = { A: `http://127.0.0.1:${await startMember(t)}`, DEAD1: `http://127.0.0.1:${await freePort()}` }
  const [httpd, ours] = await Promise.all([startHttpd, startOurs].map(start => start(t, { files: [file], hosts: {}, variables })))
  const both = (...asked: Parameters<typeof statuses> extends [number, ...infer Rest] ? Rest : never): Promise<string[]> =>
    Promise.all([httpd!, ours!].map(({ port }) => statuses(port, ...asked)))
  const expecting = ['Content-Length: 4', 'Expect: 100-continue']

  t.strictSame(await both('GET /a/hints'), ['103 200', '103 200'], 'HD-11 a 103 is passed on')
  t.strictSame(await both('GET /a/processing/9'), Array(2).fill(`${'102 '.repeat(9)}200`), 'HD-15 nine interim answers are fine')
  t.strictSame(await both('POST /a/processing/10', 'Content-Length: 0'), Array(2).fill(`${'102 '.repeat(10)}502`), 'HD-15 ten are too many')
  t.strictSame(await both('POST /a/expect', ...expecting), ['100 200', '100 200'], 'the member says 100')
  t.strictSame(await both('POST /a/refuse', ...expecting), ['413', '413'], 'or does not')
  t.strictSame(await both('POST /dead/', ...expecting), ['503', '503'], 'and no member, no 100')
})
