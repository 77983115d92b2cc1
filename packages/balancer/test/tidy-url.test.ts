import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { targetOf, tidyUrl } from '../src/target.ts'

t.test('a URL is tidied for a router, its query left alone', async t => {
  const table: ReadonlyArray<readonly [url: string, tidied: string]> = [
    ['/a/b?c', '/a/b?c'],
    ['//a///b?c//d/../e', '/a/b?c//d/../e'],
    ['/x/../a/./b/..', '/a/'],
    ['/x/%2e%2e/a', '/a'],
    ['/%61%5F%2F%3b', '/a_%2F%3b'],
    ['/.hidden', '/.hidden'],
    ['/../a', '/../a'],
    ['/a/%ff?%ff', '/a/%EF%BF%BD?%ff'],
    ['/%C3%BC/%C3', '/%C3%BC/%EF%BF%BD'],
    ['/a/%zz', '/a/%zz'],
    ['*', '*']
  ]
  for (const [url, tidied] of table) {
    const request = { url }
    t.equal(tidyUrl(request), tidied, url)
    t.equal(targetOf(request), url)
  }
})

t.test('with it an app proxies what the router would refuse or not find', async t => {
  const h = await startBackend(t, 'h')
  const { port } = await startApp(t, { proxyPass: [{ path: '/a', url: h.url }] }, undefined, { rewriteUrl: tidyUrl })
  const table: ReadonlyArray<readonly [asked: string, sent: string]> = [['/a/%ff', '/%FF'], ['/a/x%E9?%E9', '/x%E9?%E9'], ['//a/x', '/x'], ['/x/%2e./a/y', '/y']]
  for (const [asked, sent] of table) {
    t.match(await exchange(port, get(asked)), /^HTTP\/1\.1 200 /, asked)
    t.equal(h.asked.pop(), `GET ${sent}`)
  }
  t.match(await exchange(port, get('/a/%zz')), /^HTTP\/1\.1 400 /)
})
