/** Asks a real Apache httpd 2.4 and us what stands in for error pages. */
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { startBoth } from '../../support/both.ts'
import type { Both, Story } from '../../support/both.ts'
import { bytesOf } from '../../support/client.ts'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { values } from '../../support/message.ts'
import { freePort } from '../../support/ports.ts'
import { needs } from '../../support/skip.ts'

const oracle = needs('a real Apache httpd', hasHttpd(), httpdRemedy)
const file = join(import.meta.dirname, '../../fixtures/surroundings/error-documents.conf')

async function start (t: Test): Promise<Both> {
  const directory = t.testdir({
    documents: { pages: { '401.html': 'page 401', '403.html': 'page 403', '404.html': 'page 404', '503.html': 'page 503' }, own: {}, 'a.html': 'a' },
    users: 'bea:$apr1$6ZsYv2Hj$dH1l5O5ZSVnF2L3bq8ZUw/\n'
  })
  const dead = `http://127.0.0.1:${await freePort()}`
  return startBoth(t, [file], ['a.local'], { DOCUMENTS: join(directory, 'documents'), USERS: join(directory, 'users'), DEAD: dead })
}

/** A page of the server's own is its own business. */
function summary ({ answer: { status, headers, body } }: Story): unknown {
  return {
    status,
    location: values({ headers }, 'location'),
    challenges: values({ headers }, 'www-authenticate').length,
    body: body.startsWith('<!DOCTYPE') ? 'own page' : body
  }
}

const asked: ReadonlyArray<readonly [target: string, ...lines: string[]]> = [
  ['GET /x'], ['GET /own/x'], ['HEAD /x'], ['DELETE /dead/x'], ['POST /x', 'Content-Length: 0'], ['GET /x', 'If-None-Match: *', 'Range: bytes=0-1'],
  ['GET /x', 'If-Match: "none"'], ['GET /dead/x'], ['HEAD /dead/x'], ['GET /dead/own/x'], ['PUT /a.html', 'Content-Length: 0'],
  ['GET /closed'], ['HEAD /closed'], ['GET /closed/own'], ['GET /closed/own/default'], ['GET /closed/relative'], ['GET /closed/blank'], ['GET /closed/url'],
  ['HEAD /closed/url'], ['GET /closed/loop'], ['GET /closed/nowhere'], ['GET /closed/failing'],
  ['GET /login'], ['GET /login', 'Authorization: Basic eDp5'], ['GET /login/url'], ['GET /login/text'], ['GET /login/closed'],
  ['GET /overridden/x', 'X-Status: 404'], ['GET /overridden/x', 'X-Status: 503'], ['GET /overridden/x', 'X-Status: 500'], ['HEAD /overridden/x', 'X-Status: 404'],
  ['GET /overridden/x', 'X-Status: 502'], ['GET /overridden/x', 'X-Status: 401', 'X-Answer-WWW-Authenticate: Basic realm=x'],
  ['GET /partly/x', 'X-Status: 404'], ['GET /partly/x', 'X-Status: 503'], ['GET /member/x', 'X-Status: 404'], ['GET /%zz']
]

t.test('texts, paths and URLs stand in for pages, by status and section', oracle, async t => {
  const { httpd, ours } = await start(t)
  for (const [target, ...lines] of asked) {
    const bytes = bytesOf(target, ['Host: example.com', ...lines])
    const [expected, given] = [await httpd.ask(bytes), await ours.ask(bytes)]
    t.strictSame(summary(given), summary(expected), [target, ...lines].join(' | '))
  }
})

t.test('a path leads through ProxyPass, and what it is answered with has the status of the error here', oracle, async t => {
  const { httpd, ours } = await start(t)
  const bytes = bytesOf('GET /gone', ['Host: example.com', 'Cookie: a=b', 'Accept-Language: de'])
  const [theirs, given] = [await httpd.ask(bytes), await ours.ask(bytes)]
  t.equal(theirs.request!.line, 'GET /gone?x=1 HTTP/1.1')
  t.equal(given.request!.line, theirs.request!.line)
  for (const name of ['host', 'cookie', 'accept-language', 'x-forwarded-for', 'x-forwarded-host']) {
    t.same(values(given.request!, name), values(theirs.request!, name), name)
  }
  t.equal(given.answer.body, theirs.answer.body)
  t.same([theirs.answer.status, given.answer.status], [200, 410])
})

t.test('a member that has no document, and a status that httpd does not know', oracle, async t => {
  const { httpd, ours } = await start(t)
  const lost = bytesOf('GET /gone', ['Host: example.com', 'X-Status: 404'])
  t.same([(await httpd.ask(lost)).answer.status, summary(await ours.ask(lost))], [404, { status: 410, location: [], challenges: 0, body: 'own page' }])
  const teapot = bytesOf('GET /overridden/x', ['Host: example.com', 'X-Status: 418'])
  t.same([(await httpd.ask(teapot)).answer.status, (await ours.ask(teapot)).answer.status], [302, 418])
})
