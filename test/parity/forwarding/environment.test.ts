/** Asks a real Apache httpd 2.4 and us which variables a request has, and what they decide. */
import { join } from 'node:path'
import t from 'tap'
import { startBoth } from '../../support/both.ts'
import { bytesOf } from '../../support/client.ts'
import { ask, askEach } from '../../support/compare.ts'
import { eventually } from '../../support/eventually.ts'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { needs } from '../../support/skip.ts'

const oracle = needs('a real Apache httpd', hasHttpd(), httpdRemedy)
const file = join(import.meta.dirname, '../../fixtures/surroundings/environment.conf')

t.test('the same variables are in the access log', oracle, async t => {
  const { httpd, ours } = await startBoth(t, [file], ['a.local'], { PASSED: 'passed on' })
  const requests: ReadonlyArray<readonly [target: string, ...headers: string[]]> = [
    ['GET /'], ['POST /', 'Content-Length: 0'], ['GET /a%20b/c%25'], ['GET /', 'X-Kind: Cat'], ['GET /', 'X-Kind: cat'], ['GET /', 'X-Missing: here'],
    ['GET /main/x'], ['GET /main', 'User-Agent: a Robot/12'], ['GET /section/a/last?query'], ['GET /static/x'], ['GET /', 'X-Silent: 1'], ['GET /end']
  ]
  for (const [index, [target, ...headers]] of requests.entries()) {
    const bytes = bytesOf(target, ['Host: example.com', `X-Id: ${index}`, ...headers])
    for (const side of [httpd, ours]) await side.ask(bytes)
  }
  const linesOf = async (side: typeof httpd): Promise<string[]> => {
    await eventually(async () => (await side.front.accessLog()).length >= requests.length - 1)
    return side.front.accessLog()
  }
  const expected = await linesOf(httpd)
  t.strictSame(await linesOf(ours), expected)
  t.equal(expected.length, requests.length - 1)
})

t.test('MP-06 a request with no-proxy is not proxied; others get in by a variable, unless it comes too late', oracle, async t => {
  const both = await startBoth(t, [file], ['a.local'])
  const members = await askEach(t, both, 'example.com', [
    ask('GET /static'), ask('GET /static/x'), ask('GET /x/static'), ask('GET /guarded'), ask('GET /guarded', 'X-Kind: CAT'), ask('GET /late')
  ])
  t.strictSame(members, [null, null, 'a.local', null, 'a.local', null])
})
